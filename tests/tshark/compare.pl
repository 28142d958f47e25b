#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
#
# compare.pl PACKETS CIPSOCTL SEED [COUNT]: do tshark and `cipsoctl decode -r`
# read every packet as the DOI, tag, level and categories that it was made of?
# And do both comparisons fail when one octet of one packet is changed?

use strict;
use warnings;

my ($packets, $tool, $seed, $count) = @ARGV;
my $file = "/tmp/clab-tshark.$$";
my ($passed, $failed) = (0, 0);
END { unlink $file, "$file.changed" if defined $file }
$count //= 12000;

sub result {
	my ($good, $name, @detail) = @_;

	$good ? $passed++ : $failed++;
	print $good ? 'ok' : 'not ok', " - $name\n";
	print map { "# $_\n" } @detail unless $good;
}

# Ranges in any order and form, as they are written in the labels.
sub ranges {
	my @merged;

	for (sort { $a->[0] <=> $b->[0] } @_) {
		if (@merged && $_->[0] <= $merged[-1][1] + 1) {
			$merged[-1][1] = $_->[1] if $_->[1] > $merged[-1][1];
		} else {
			push @merged, [@$_];
		}
	}
	return '-' unless @merged;
	return join ',', map { $_->[0] == $_->[1] ? $_->[0] : "$_->[0]-$_->[1]" } @merged;
}

sub range {
	my ($one, $other) = (@_, $_[0]);

	return $one < $other ? [$one, $other] : [$other, $one];
}

# What tshark says of each frame. It shows a range from its top down, and a
# bottom that is left out as 0. A packet that it finds anything wrong with is
# none of ours.
sub tshark {
	my @fields = qw(frame.number ip.cipso.doi ip.cipso.tag_type ip.cipso.sensitivity_level
		ip.cipso.categories ip.checksum.status ip.cipso.malformed _ws.malformed udp.length);
	my $command = 'tshark -n -r ' . shift() . ' -o ip.check_checksum:TRUE -T fields -E separator=/s ' .
		'-E quote=d -E occurrence=a ' . join(' ', map { "-e $_" } @fields);
	my @said;

	open my $from, '-|', "$command 2> /dev/null" or die "tshark: $!";
	while (<$from>) {
		my ($frame, $doi, $tag, $level, $cats, $sum, @wrong) = map { s/"//gr } split / /;
		my $length = pop @wrong;

		chomp $length;
		if ($sum ne '1' || $length ne '12' || grep { $_ ne '' } @wrong) {
			$said[$frame] = "wrong: $_";
			next;
		}
		$said[$frame] = "$doi $tag $level " . ranges(map { range(split /-/) } split /,/, $cats);
	}
	close $from or return;
	return \@said;
}

# What the tool says of each frame
sub cipsoctl {
	my $path = shift;
	my @said;

	open my $from, '-|', "$tool decode -r $path" or die "$tool: $!";
	while (<$from>) {
		if (/^(\d+) \S+ \S+ > \S+ UDP doi:(\d+) tag:(\d+) label:s(\d+)(?::(\S+))?$/) {
			my ($frame, $doi, $tag, $level, $cats) = ($1, $2, $3, $4, $5 // '');

			$said[$frame] = "$doi $tag $level " .
				ranges(map { range(split /\./) } split /,/, $cats =~ s/c//gr);
		} elsif (/^(\d+) /) {
			$said[$1] //= "wrong: $_";
		}
	}
	close $from;
	return \@said;
}

# The frames that are not read as they were meant, and what they were read as
sub differ {
	my ($want, $said) = @_;

	return map { my $got = $said->[$_] // 'nothing'; $got eq $want->[$_] ? () : ["frame $_", $want->[$_], $got] }
		1 .. $#$want;
}

# Change octets of options in a copy, one bit each, and the checksums with them:
# only the label tells.
sub change {
	my ($at, $frame, $all) = (24, 1);

	open my $from, '<:raw', $file or die "$file: $!";
	{ local $/; $all = <$from> }
	for (sort { $a->[0] <=> $b->[0] } @_) {
		for (; $frame < $_->[0]; $frame++) {
			$at += 16 + unpack('V', substr($all, $at + 8, 4));
		}
		substr($all, $at + 16, 60) = changed(substr($all, $at + 16, 60), $_->[1]);
	}
	open my $to, '>:raw', "$file.changed" or die "$file.changed: $!";
	print $to $all;
	close $to or die "$file.changed: $!";
}

sub changed {
	my ($packet, $offset) = @_;
	my $header = (ord($packet) & 15) * 4;
	my $sum = 0;

	substr($packet, $offset, 1) ^= "\1";
	substr($packet, 10, 2) = "\0\0";
	$sum += $_ for unpack('n*', substr($packet, 0, $header));
	$sum = ($sum & 0xffff) + ($sum >> 16) while $sum >> 16;
	substr($packet, 10, 2) = pack('n', ~$sum & 0xffff);
	return $packet;
}

my @want;
for (`$packets $file $seed $count`) {
	chomp;
	my ($frame, $label) = split / /, $_, 2;
	$want[$frame] = $label;
}
die "packets: no capture of $count\n" unless $? == 0 && $#want == $count;

my %tags;
$tags{(split / /)[1]}++ for @want[1 .. $#want];
print "seed $seed: $count packets, ", join(', ', map { "$tags{$_} of tag $_" } sort keys %tags), "\n";
result($count >= 10000 && join(' ', sort keys %tags) eq '1 2 5', 'tags 1, 2 and 5, at least 10000 packets');

my %reader = (tshark => \&tshark, 'cipsoctl decode -r' => \&cipsoctl);
for my $name (sort keys %reader) {
	my $said = $reader{$name}->($file) // [];
	my @wrong = differ(\@want, $said);
	result(!@wrong && $#$said == $count, "$name reads all $count packets as they were meant",
	       scalar(@wrong) . ' differ', map { "@$_" } grep { defined } @wrong[0 .. 4]);
}

# One packet changed; then of each tag a packet changed in the DOI, one in the
# level, and one in the first octet with categories.
my @changes = ([5000, 29]);
for my $what ('one packet', 'nine packets') {
	change(@changes);
	for my $name (sort keys %reader) {
		my @wrong = differ(\@want, $reader{$name}->("$file.changed") // []);
		result(join(' ', map { $_->[0] } @wrong) eq
		       join(' ', map { "frame $_" } sort { $a <=> $b } map { $_->[0] } @changes),
		       "$name finds $what changed, and no other",
		       map { "@$_" } grep { defined } @wrong[0 .. 9]);
	}
	@changes = ();
	for my $tag (1, 2, 5) {
		my @frames = grep { $want[$_] =~ /^\d+ $tag \d+ \d/ } 1 .. $count;

		push @changes, [$frames[-1], 25], [$frames[-2], 29], [$frames[-3], 31 - ($tag == 1)];
	}
}
print "$passed passed, $failed failed\n";
exit($failed ? 1 : 0);
