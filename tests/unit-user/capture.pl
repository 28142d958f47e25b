#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
#
# capture.pl CIPSOCTL: `decode -r` on captures made here, octet by octet.
# Prints TAP.

use strict;
use warnings;

my $tool = shift;
my ($nr, $bad) = (0, 0);
my $file = "/tmp/clab-capture.$$";
END { unlink $file if defined $file }

# The link types of a capture file.
my %link = (null => 0, ether => 1, ppp => 9, raw => 101, loop => 108, sll => 113,
	    ipv4 => 228, sll2 => 276);

my $option = '860c00000010010600058078';
my $says = 'doi:16 tag:1 label:s5:c0,c9.c12';

sub ok {
	my ($good, $name, $detail) = @_;

	$nr++;
	print $good ? "ok $nr - $name\n" : "not ok $nr - $name\n";
	return if $good;
	$bad++;
	$detail =~ s/^/# /mg;
	print "$detail\n";
}

# An IPv4 packet, in hexadecimal: option area and payload in hexadecimal too.
# A key of %set replaces the octets at that offset behind the checksum's back.
sub ip {
	my ($area, $payload, %set) = @_;
	my $len = 20 + length($area) / 2;
	my $word = $set{word} // 0;
	my $header = pack('CCnnnCCnNN', 0x40 | $len / 4, 0, $set{total} // $len + length($payload) / 2,
		0x1234, $word, 64, $set{protocol} // 17, 0, 0xc0000201, 0xc0000202) . pack('H*', $area);
	my $sum = 0;

	$sum += $_ for unpack('n*', $header);
	$sum = ($sum & 0xffff) + ($sum >> 16) while $sum >> 16;
	substr($header, 10, 2) = pack('n', $set{sum} // ~$sum & 0xffff);
	return unpack('H*', $header) . $payload;
}

# A capture file; a frame is hexadecimal, or [hexadecimal, octets on the wire].
sub capture {
	my ($type, @frames) = @_;
	my $out = pack('VvvVVVV', 0xa1b2c3d4, 2, 4, 0, 0, 65535, $link{$type});
	my $second = 1700000000;

	for (@frames) {
		my ($hex, $wire) = ref $_ ? @$_ : ($_, length($_) / 2);

		$out .= pack('VVVV', $second++, 123456, length($hex) / 2, $wire) . pack('H*', $hex);
	}
	return $out;
}

sub save {
	open my $to, '>', $file or die "$file: $!";
	binmode $to;
	print $to @_;
	close $to or die "$file: $!";
}

# decode STATUS, LINES, NAME, WORDS: what `decode -r` prints of the saved file
sub decode {
	my ($want, $lines, $name, @words) = @_;
	my @flags = grep { /^-/ } @words;
	my $got = `$tool @flags decode -r $file @{[grep { !/^-/ } @words]} 2> $file.err`;
	my $status = $? >> 8;
	my $err = `cat $file.err; rm $file.err`;

	$want = [$want, ''] unless ref $want;
	ok($status == $want->[0] && $got eq join('', map { "$_\n" } @$lines) &&
	   ($want->[1] ? $err =~ /^cipsoctl: error, .*$want->[1].*\n\z/ : $err eq ''), $name,
	   "status $status, expected $want->[0]\n$got$err" . "expected\n" . join("\n", @$lines));
}

sub total {
	my ($packets, $labeled, $refused, $bare, $other, $quoted) = @_;
	my $line = "$packets packets, $labeled labeled, $refused refused, $bare without a label, $other not IPv4";

	$line .= "; $quoted quote" . ($quoted == 1 ? 's' : '') . ' a labeled packet' if $quoted;
	return $line;
}

my $at = '2023-11-14T22:13:2';
my $udp = '1388138800080000';
my $labeled = ip($option, $udp);
my $ends = '192.0.2.1 > 192.0.2.2';
my $first = "1 ${at}0.123456Z $ends UDP";

# Every link layer, with and without a label, and something that is not IPv4.
my %front = (
	ether => '0200000000010200000000020800', sll => '00000001000602000000000100000800',
	sll2 => '0800000000000001000100060200000000010000', null => '02000000', loop => '00000002',
	raw => '', ipv4 => '');
my %other = (
	ether => '02000000000102000000000286dd60', sll => '00000001000602000000000100000806',
	sll2 => '86dd000000000001000100060200000000010000', null => '1e00000060', loop => '0000001c60',
	raw => '6000000000000000');
for my $type (sort keys %front) {
	my $front = $front{$type};
	my @frames = ("$front$labeled", $front . ip('', $udp));

	push @frames, $other{$type} if $other{$type};
	save(capture($type, @frames));
	decode(0, ["$first $says", total(scalar @frames, 1, 0, 1, $other{$type} ? 1 : 0)],
	       "link layer $type");
}
save(capture('null', "00000002$labeled"));
decode(0, ["$first $says", total(1, 1, 0, 0, 0)], 'link layer null, of a host of the other order');

# VLAN tags: one, two, three, and one that is cut off
my $mac = '020000000001020000000002';
for my $tags ('81000001', '88a80001' . '81000002', '91000001' . '81000002' . '81000003') {
	save(capture('ether', "$mac${tags}0800$labeled", "$mac${tags}0806"));
	decode(0, ["$first $says", total(2, 1, 0, 0, 1)], "VLAN tags $tags");
}
save(capture('sll', "000000010006020000000001000081000001" . "0800$labeled"));
decode(0, ["$first $says", total(1, 1, 0, 0, 0)], 'a VLAN tag in a cooked frame');
my $cut = 'refused: truncated at octet %u: the capture ends before the IPv4 header does';
save(capture('ether', ["${mac}810000", 60], [$mac, 60], ['', 60], ["${mac}0800", 60]));
decode(1, [(map { $_ . " ${at}" . ($_ - 1) . ".123456Z ? > ? ? " . sprintf($cut, 0) } 1 .. 4),
	   total(4, 0, 4, 0, 0)], 'frames that end before the packet');

# Packets that the capture cuts
my @cut = map { [substr($labeled, 0, 2 * $_), length($labeled) / 2] } 19, 20, 31, 32, 33;
save(capture('raw', @cut));
decode(1, ["1 ${at}0.123456Z ? > ? ? " . sprintf($cut, 19),
	   "2 ${at}1.123456Z $ends UDP " . sprintf($cut, 20),
	   "3 ${at}2.123456Z $ends UDP " . sprintf($cut, 31),
	   "4 ${at}3.123456Z $ends UDP $says", "5 ${at}4.123456Z $ends UDP $says",
	   total(5, 2, 3, 0, 0)], 'packets that the capture cuts');

# Headers that do not hold together
my $v5 = $labeled;
substr($v5, 0, 2) = '58';
my $ihl = $labeled;
substr($ihl, 0, 2) = '44';
my $flip = ip('', $udp);
substr($flip, 16, 2) = '41';
save(capture('ether', map { "${mac}0800$_" } $v5, $ihl, ip($option, $udp, total => 31),
	     ip($option, $udp, total => 41), $flip, ip($option, $udp, sum => 0),
	     ip($option, $udp, total => 0), substr($labeled, 0, 62), ip($option, $udp) . '00' x 6));
decode(1, ["1 ${at}0.123456Z ? > ? ? refused: ip-header at octet 0: the IP version is not 4",
	   "2 ${at}1.123456Z ? > ? ? refused: ip-header at octet 0: the header length is below 20 octets",
	   "3 ${at}2.123456Z $ends UDP refused: ip-header at octet 2: the total length is below that of the header",
	   "4 ${at}3.123456Z $ends UDP refused: ip-header at octet 2: the total length is beyond the packet",
	   "5 ${at}4.123456Z $ends UDP refused: ip-checksum at octet 10: the header checksum is wrong",
	   "6 ${at}5.123456Z $ends UDP $says", "7 ${at}6.123456Z $ends UDP $says",
	   "8 ${at}7.123456Z $ends UDP refused: ip-header at octet 0: the packet is shorter than its header",
	   "9 ${at}8.123456Z $ends UDP $says", total(9, 3, 6, 0, 0)], 'headers that do not hold together');

# Options that are refused, and those that only the draft refuses
my $short = '860a00000010010300000000';
my $align = '860b0000001001050100' . '8000';
save(capture('raw', ip($short, $udp), ip($align, $udp), ip('860b00000010010501008001' . $option, $udp),
	     ip('8610000000100' . '50a00000005000a0003', $udp), ip('86ff0000', $udp)));
decode(1, ["$first refused: tag-length at octet 27: the tag's length does not suit its type or the option (ICMP pointer 27)",
	   "2 ${at}1.123456Z $ends UDP doi:16 tag:1 label:s0:c0",
	   "3 ${at}2.123456Z $ends UDP refused: opt-duplicate at octet 32: a second CIPSO option in one header (ICMP pointer 32)",
	   "4 ${at}3.123456Z $ends UDP refused: range-reversed at octet 30: the top of a range is below its bottom",
	   "5 ${at}4.123456Z $ends UDP refused: opt-length at octet 20: an IP option's length is below 2 or beyond the header (ICMP pointer 20)",
	   total(5, 1, 4, 0, 0)], 'options that are refused');
save(capture('raw', ip($align, $udp)));
decode(1, ["$first refused: tag-align at octet 28: the alignment octet is not 0 (ICMP pointer 28)",
	   total(1, 0, 1, 0, 0)], 'mode:strict', 'mode:strict');
decode(0, ["$first doi:16 tag:1 label:s0:c0", total(1, 1, 0, 0, 0)], 'mode:compat', 'mode:compat');

# Fragments: the first, one behind it, the last; a protocol without a name
save(capture('raw', ip($option, $udp, word => 0x2000), ip($option, $udp, word => 0x2003),
	     ip($option, $udp, word => 6), ip($option, '', protocol => 89, word => 0x4000)));
decode(0, ["$first (fragment at 0) $says", "2 ${at}1.123456Z $ends UDP (fragment at 24) $says",
	   "3 ${at}2.123456Z $ends UDP (fragment at 48) $says",
	   "4 ${at}3.123456Z $ends protocol 89 $says", total(4, 4, 0, 0, 0)], 'fragments');

# ICMP errors: their own label, the label of the packet that they quote
my $quoted = ip($option, $udp);
my $refused = ip($short, $udp);
my %icmp = (protocol => 1);
save(capture('raw', ip('', "0c00ffff1b000000$refused", %icmp), ip($option, "030affff00000000$quoted", %icmp),
	     ip('', '0303ffff00000000' . ip('', $udp), %icmp), ip('', "0800ffff00000000$quoted", %icmp),
	     ip('', '0b00ffff00000000' . substr($quoted, 0, 50), %icmp), ip('', '0c00ffff1b0000', %icmp),
	     ip('', "0301ffff00000000$quoted", %icmp, word => 5)));
decode(0, ["1 ${at}0.123456Z $ends ICMP no CIPSO option; parameter problem, code 0, pointer 27, quotes $ends UDP refused: tag-length at octet 27: the tag's length does not suit its type or the option (ICMP pointer 27)",
	   "2 ${at}1.123456Z $ends ICMP $says; destination unreachable, code 10, quotes $ends UDP $says",
	   "5 ${at}4.123456Z $ends ICMP no CIPSO option; time exceeded, code 0, quotes $ends UDP refused: truncated at octet 25: the octets end before the IPv4 header does",
	   total(7, 1, 0, 6, 0, 3)], 'ICMP errors that quote');

# The same as JSON: one array, the same members in every element
my $tags = '"tags":[{"type":1,"level":5,"categories":"c0,c9.c12"}]';
my $where = '"source":"192.0.2.1","destination":"192.0.2.2"';
save(capture('raw', $labeled, [substr($labeled, 0, 20), 40], ip($short, $udp, word => 0x2000), ip('', $udp),
	     ip('', "0c00ffff1b000000$refused", %icmp), ip('860c0000000180064c000000', '', protocol => 89)));
my $secid = unpack('L', pack('H*', '4c000000'));
decode(1, ['[' . join(',',
	   qq({"frame":1,"time":"${at}0.123456Z",$where,"protocol":"UDP","fragment":null,"doi":16,$tags,"error":null,"quotes":null}),
	   qq({"frame":2,"time":"${at}1.123456Z","source":null,"destination":null,"protocol":null,"fragment":null,"doi":null,"tags":[],"error":{"reason":"truncated","offset":10},"quotes":null}),
	   qq({"frame":3,"time":"${at}2.123456Z",$where,"protocol":"UDP","fragment":0,"doi":null,"tags":[],"error":{"reason":"tag-length","offset":27},"quotes":null}),
	   qq({"frame":5,"time":"${at}4.123456Z",$where,"protocol":"ICMP","fragment":null,"doi":null,"tags":[],"error":null,"quotes":{"icmp":{"type":12,"code":0,"pointer":27},$where,"protocol":"UDP","fragment":null,"doi":null,"tags":[],"error":{"reason":"tag-length","offset":27}}}),
	   qq({"frame":6,"time":"${at}5.123456Z",$where,"protocol":89,"fragment":null,"doi":1,"tags":[{"type":128,"secid":$secid}],"error":null,"quotes":null})) . ']'],
       'JSON', '-j');
save(capture('raw'));
decode(0, ['[]'], 'JSON of nothing', '-j');
decode(0, [total(0, 0, 0, 0, 0)], 'a capture without packets');

# Files that are bad, in part or altogether
my $whole = capture('raw', $labeled, $labeled);
save(substr($whole, 0, -1));
decode([1, 'behind packet 1: truncated'], ["$first $says", total(1, 1, 0, 0, 0)], 'a file that ends inside a packet');
decode([1, 'behind packet 1: truncated'],
       ['[' . qq({"frame":1,"time":"${at}0.123456Z",$where,"protocol":"UDP","fragment":null,"doi":16,$tags,"error":null,"quotes":null}) . ']'],
       'the same as JSON', '-j');
save(substr($whole, 0, 30));
decode([1, 'behind packet 0: truncated'], [total(0, 0, 0, 0, 0)], 'a file that ends inside a record');
save(substr($whole, 0, 20));
decode([1, "error, $file: .*truncated"], [], 'a file that ends inside its header');
save('');
decode([1, "error, $file: .*truncated"], [], 'an empty file');
save('no capture, only text, and enough of it');
decode([1, "error, $file: unknown file format"], [], 'a file of something else');
save(capture('ppp', $labeled));
decode([1, 'the link layer PPP .9. can.t be read here'], [], 'a link layer that is not known');
unlink $file;
decode([1, "error, $file: No such file"], [], 'no file');

# A pcapng file
my $block = pack('VVvvVV', 1, 20, 101, 0, 65535, 20);
my $packet = pack('H*', $labeled);
my $epb = pack('VVVVVVV', 6, 32 + length $packet, 0, 1700000000123456 >> 32,
	       1700000000123456 & 0xffffffff, length $packet, length $packet) . $packet . pack('V', 32 + length $packet);
save(pack('VVVvvqV', 0x0a0d0d0a, 28, 0x1a2b3c4d, 1, 0, -1, 28), $block, $epb);
decode(0, ["$first $says", total(1, 1, 0, 0, 0)], 'a pcapng file');

# Standard input
save('no capture, only text, and enough of it');
ok(`$tool decode -r - < $file 2>&1` =~ /error, stdin: unknown file format/, 'standard input is named', '');
save($whole);
my $out = `$tool decode -r - < $file`;
ok($? == 0 && $out eq "$first $says\n2 ${at}1.123456Z $ends UDP $says\n" . total(2, 2, 0, 0, 0) . "\n",
   'standard input', $out);
$out = `$tool decode -r $file > /dev/full 2>&1`;
ok($? >> 8 == 1, 'a full device: status 1', $out);

for ("-r", "-r $file 86", "86 -r $file", "-r $file -r $file", "-r $file mode:x", "-r ''") {
	$out = `$tool decode $_ 2>&1`;
	ok($? >> 8 == 2 && $out =~ /^cipsoctl: error, /, "refused: decode $_" =~ s/\d{2,}/N/r, $out);
}

print "1..$nr\n";
exit($bad ? 1 : 0);
