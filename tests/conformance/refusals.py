# SPDX-License-Identifier: GPL-2.0
"""
What a configuration may not say: for each message what NetLabel answers, by what is
known of it, and what this engine answers, which is the same but where it is meant to
differ.

A row is name, what it is about, rules that come before, the request, errno of both or of
stock and ours, and the name of the difference if there is one. The numbers are those of
include/uapi/linux/cipsolab.h.
"""
D, T = '1:u32:%d', '2:u32:%d'
TRANS, PASS, LOCAL = 1, 2, 3


def tags(*kinds):
    return '4:nest ' + ' '.join('3:u8:%d' % k for k in kinds) + ' end'


def pairs(outer, inner, here, wire, *entries):
    """Levels or categories; an entry None is left out."""
    text = '%d:nest' % outer
    for left, right in entries:
        text += ' %d:nest' % inner
        text += '' if left is None else ' %d:u32:%d' % (here, left)
        text += '' if right is None else ' %d:u32:%d' % (wire, right)
        text += ' end'
    return text + ' end'


def levels(*entries):
    return pairs(8, 7, 5, 6, *entries)


def cats(*entries):
    return pairs(12, 11, 9, 10, *entries)


def doi(kind, *more, number=16):
    return ' '.join([D % number, T % kind, *more])


CIPSO = [
    ('doi-missing', 'a DOI has a number', T % PASS + ' ' + tags(1), 'EINVAL'),
    ('type-missing', 'a DOI has a type', D % 16 + ' ' + tags(1), 'EINVAL'),
    ('tags-missing', 'a DOI has a list of tags', doi(PASS), 'EINVAL'),
    ('tags-empty', 'the list of tags is not empty', doi(PASS, '4:nest end'), 'EINVAL'),
    ('doi-0', 'DOI 0 is reserved', doi(PASS, tags(1), number=0), 'EINVAL'),
    ('doi-1', 'the lowest DOI', doi(PASS, tags(1), number=1), 'ok'),
    ('doi-highest', 'the highest DOI', doi(PASS, tags(1), number=0xffffffff), 'ok'),
    ('doi-short', 'a DOI of two octets', '1:u16:16 %s %s' % (T % PASS, tags(1)), 'ERANGE'),
    ('type-0', 'there is no type 0', doi(0, tags(1)), 'EINVAL'),
    ('type-4', 'there is no type 4', doi(4, tags(1)), 'EINVAL'),
    ('type-9', 'there is no type 9', doi(9, tags(1)), 'EINVAL'),
    ('tag-0', 'the list begins with a 0', doi(PASS, tags(0)), 'EINVAL'),
    ('tag-3', 'tag type 3 is reserved', doi(PASS, tags(3)), 'EINVAL'),
    ('tag-4', 'tag type 4 is reserved', doi(PASS, tags(4)), 'EINVAL'),
    ('tag-6', 'tag type 6 is not supported', doi(PASS, tags(6)), 'EINVAL'),
    ('tag-7', 'tag type 7 is not supported', doi(PASS, tags(7)), 'EINVAL'),
    ('tag-127', 'tag type 127 is not supported', doi(PASS, tags(127)), 'EINVAL'),
    ('tag-129', 'tag type 129 is not supported', doi(PASS, tags(129)), 'EINVAL'),
    ('tag-255', 'tag type 255 is not supported', doi(PASS, tags(255)), 'EINVAL'),
    ('second-tag-6', 'nor as the second of a list', doi(PASS, tags(1, 6)), 'EINVAL'),
    ('pass-tag-128', 'a label by number is for a LOCAL DOI', doi(PASS, tags(128)), 'EINVAL'),
    ('trans-tag-128', 'a label by number is for a LOCAL DOI',
     doi(TRANS, tags(128), levels((0, 0))), 'EINVAL'),
    ('local-tag-128', 'the tag of a LOCAL DOI', doi(LOCAL, tags(128)), 'ok'),
    ('local-tag-1', 'a tag 1 in a LOCAL DOI, which nothing can be sent by',
     doi(LOCAL, tags(1)), 'ok'),
    ('local-tag-2', 'a tag 2 in a LOCAL DOI', doi(LOCAL, tags(2)), 'EINVAL'),
    ('local-tag-5', 'a tag 5 in a LOCAL DOI', doi(LOCAL, tags(5)), 'EINVAL'),
    ('trans-tag-1', 'a translated DOI', doi(TRANS, tags(1), levels((0, 0))), 'ok'),
    ('trans-tag-2', 'a translated DOI with tag 2', doi(TRANS, tags(2), levels((0, 0))),
     'EINVAL', 'ok', 'translated-tags errno'),
    ('trans-tag-5', 'a translated DOI with tag 5', doi(TRANS, tags(5), levels((0, 0))),
     'EINVAL', 'ok', 'translated-tags errno'),
    ('five-tags', 'five tags, which may be the same', doi(PASS, tags(1, 2, 5, 1, 2)), 'ok'),
    ('six-tags', 'six tags', doi(PASS, tags(1, 2, 5, 1, 2, 5)), 'EINVAL'),
    ('zero-between', 'a 0 ends the list', doi(PASS, tags(1, 0, 5)), 'ok'),
    ('levels-missing', 'a translated DOI has a list of levels', doi(TRANS, tags(1)), 'EINVAL'),
    ('levels-empty', 'which may be empty', doi(TRANS, tags(1), '8:nest end'), 'ok'),
    ('level-half-here', 'a level without its number here',
     doi(TRANS, tags(1), levels((None, 1))), 'EINVAL'),
    ('level-half-wire', 'a level without its number on the wire',
     doi(TRANS, tags(1), levels((1, None))), 'EINVAL'),
    ('level-wire-255', 'the highest level on the wire', doi(TRANS, tags(1), levels((0, 255))),
     'ok'),
    ('level-wire-256', 'a level above it', doi(TRANS, tags(1), levels((0, 256))), 'EINVAL'),
    ('level-wire-1023', 'a level far above it', doi(TRANS, tags(1), levels((0, 1023))), 'EINVAL'),
    ('level-here-1023', 'a level here that is above what the wire has',
     doi(TRANS, tags(1), levels((1023, 1))), 'ok'),
    ('level-here-65535', 'and one above all categories',
     doi(TRANS, tags(1), levels((65535, 1))), 'ok'),
    ('level-here-2147483647', 'the highest level here: a table of 8 GiB for NetLabel, DEFECT P10',
     doi(TRANS, tags(1), levels((0x7fffffff, 1))), 'ENOMEM', 'ok', 'table-size errno'),
    ('level-here-1000000', 'a level of a million: a table of 4 MB for NetLabel',
     doi(TRANS, tags(1), levels((1000000, 1))), 'ok'),
    ('level-here-2147483648', 'a level that has no 31 bits',
     doi(TRANS, tags(1), levels((0x80000000, 1))), 'EINVAL'),
    ('category-half-here', 'a category without its number here',
     doi(TRANS, tags(1), levels((0, 0)), cats((None, 1))), 'EINVAL'),
    ('category-half-wire', 'a category without its number on the wire',
     doi(TRANS, tags(1), levels((0, 0)), cats((1, None))), 'EINVAL'),
    ('category-wire-65534', 'the highest category on the wire',
     doi(TRANS, tags(1), levels((0, 0)), cats((1, 65534))), 'ok'),
    ('category-wire-65535', 'what is no category',
     doi(TRANS, tags(1), levels((0, 0)), cats((1, 65535))), 'EINVAL'),
    ('category-wire-65536', 'a category above 16 bits',
     doi(TRANS, tags(1), levels((0, 0)), cats((1, 65536))), 'EINVAL'),
    ('category-here-65535', 'a category here that is above what the wire has',
     doi(TRANS, tags(1), levels((0, 0)), cats((65535, 1))), 'ok'),
    ('category-here-2147483647', 'the highest category here, DEFECT P10',
     doi(TRANS, tags(1), levels((0, 0)), cats((0x7fffffff, 1))), 'ENOMEM', 'ok',
     'table-size errno'),
    ('category-here-2147483648', 'a category that has no 31 bits',
     doi(TRANS, tags(1), levels((0, 0)), cats((0x80000000, 1))), 'EINVAL'),
    ('pair-twice', 'a pair twice', doi(TRANS, tags(1), levels((0, 0), (0, 0))), 'ok'),
    ('unknown-attribute', 'an attribute that there is not',
     doi(PASS, tags(1), '99:u32:1'), 'ok', 'EINVAL', 'strict-attributes errno'),
    ('alien-in-tags', 'a list of tags that holds something else',
     doi(PASS, '4:nest 3:u8:1 2:u32:1 end'), 'ok', 'EINVAL', 'strict-attributes errno'),
]

ADDR, MASK = '7:hex:0a000000', '8:hex:ff000000'
ADDR6, MASK6 = '5:hex:' + 'fd' + '00' * 15, '6:hex:' + 'ff' + '00' * 15
RULE = 'cipso add pass doi:16 tags:1'
DOM, CIPSOV4, UNLBL = '1:str:clab_new_t', '2:u32:3 4:u32:16', '2:u32:5'

MAP = [
    ('domain-missing', 'a mapping is of a domain', [], 1, UNLBL, 'EINVAL'),
    ('protocol-missing', 'a mapping has a protocol', [], 1, DOM, 'EINVAL'),
    ('protocol-1', 'there is no protocol 1', [], 1, DOM + ' 2:u32:1', 'EINVAL'),
    ('protocol-2', 'there is no protocol 2', [], 1, DOM + ' 2:u32:2', 'EINVAL'),
    ('protocol-4', 'there is no protocol 4', [], 1, DOM + ' 2:u32:4', 'EINVAL'),
    ('protocol-6', 'there is no protocol 6', [], 1, DOM + ' 2:u32:6', 'EINVAL'),
    ('protocol-unlabeled', 'a domain that sends no labels', [], 1, DOM + ' ' + UNLBL, 'ok'),
    ('protocol-cipso', 'a domain that is labeled', [RULE], 1, DOM + ' ' + CIPSOV4, 'ok'),
    ('cipso-without-doi', 'CIPSO needs a DOI', [RULE], 1, DOM + ' 2:u32:3', 'EINVAL'),
    ('doi-unknown', 'a DOI that is not defined', [], 1, DOM + ' ' + CIPSOV4, 'EINVAL'),
    ('empty-domain', 'a domain may be empty', [], 1, '1:str: ' + UNLBL, 'ok'),
    ('family-3', 'there is no family 3', [], 1, DOM + ' ' + UNLBL + ' 11:u16:3', 'EINVAL'),
    ('family-2', 'IPv4 alone', [], 1, DOM + ' ' + UNLBL + ' 11:u16:2', 'ok'),
    ('family-10', 'IPv6 alone', [], 1, DOM + ' ' + UNLBL + ' 11:u16:10', 'ok'),
    ('address-without-mask', 'an address has a mask', [], 1, ' '.join((DOM, UNLBL, ADDR)),
     'EINVAL'),
    ('mask-without-address', 'a mask has an address', [], 1, ' '.join((DOM, UNLBL, MASK)),
     'EINVAL'),
    ('both-families', 'one family at a time', [], 1,
     ' '.join((DOM, UNLBL, ADDR, MASK, ADDR6, MASK6)), 'EINVAL'),
    ('address-short', 'an address of three octets', [], 1,
     ' '.join((DOM, UNLBL, '7:hex:0a0000', MASK)), 'EINVAL'),
    ('mask-short', 'a mask of three octets', [], 1,
     ' '.join((DOM, UNLBL, ADDR, '8:hex:ff0000')), 'EINVAL'),
    ('mask-with-hole', 'a mask with a hole', [], 1,
     ' '.join((DOM, UNLBL, ADDR, '8:hex:ff00ff00')), 'ok', 'EINVAL', 'mask-with-hole errno'),
    ('cipso-ipv6', 'CIPSO for an IPv6 address', [RULE], 1, ' '.join((DOM, CIPSOV4, ADDR6, MASK6)),
     'EINVAL'),
    ('exists', 'a domain has one mapping', ['map add domain:clab_new_t protocol:unlbl'], 1,
     DOM + ' ' + UNLBL, 'EINVAL'),
    ('whole-beside-address', 'or addresses, not both',
     ['map add domain:clab_new_t address:10.0.0.0/8 protocol:unlbl'], 1, DOM + ' ' + UNLBL,
     'EINVAL'),
    ('address-exists', 'an address is mapped once',
     ['map add domain:clab_new_t address:10.0.0.0/8 protocol:unlbl'], 1,
     ' '.join((DOM, UNLBL, ADDR, MASK)), 'EEXIST'),
    ('default-exists', 'there is one default mapping', [], 4, UNLBL, 'EINVAL'),
    ('default-protocol-missing', 'a default mapping has a protocol', ['map del default'], 4, '',
     'EINVAL'),
    ('default-doi-unknown', 'a default mapping to a DOI that is not defined',
     ['map del default'], 4, CIPSOV4, 'EINVAL'),
    ('default', 'a default mapping', ['map del default'], 4, UNLBL, 'ok'),
    ('remove-without-domain', 'what is removed has a name', [], 2, '', 'EINVAL'),
    ('remove-unknown', 'what is removed is there', [], 2, DOM, 'ENOENT'),
    ('remove-default-twice', 'a default mapping can be removed once', ['map del default'], 5, '',
     'ENOENT'),
    ('listdef-none', 'a default mapping that is not there', ['map del default'], 6, '11:u16:2',
     'ENOENT'),
    ('listdef-family-0', 'a default mapping of no family', [], 6, '11:u16:0', 'ENOENT'),
    ('unknown-command', 'there is no command 99', [], 99, '', 'EOPNOTSUPP'),
    ('listing-without-dump', 'a listing is a dump', [], 3, '', 'EOPNOTSUPP'),
]

CONTEXT = '7:hex:' + b'system_u:object_r:netlabel_peer_t:s0:c9\0'.hex()
NET, NETMASK, LO = '4:hex:0a080000', '5:hex:ffff0000', '6:str:lo'
LABEL = 'label:system_u:object_r:netlabel_peer_t:s0:c9'
STATIC = [
    ('accept-missing', 'accept what?', [], 1, '', 'EINVAL'),
    ('accept-0', 'off', [], 1, '1:u8:0', 'ok'),
    ('accept-1', 'on', [], 1, '1:u8:1', 'ok'),
    ('accept-2', 'neither on nor off', [], 1, '1:u8:2', 'EINVAL'),
    ('interface-missing', 'a static label has an interface', [], 3,
     ' '.join((NET, NETMASK, CONTEXT)), 'EINVAL'),
    ('label-missing', 'a static label has a label', [], 3, ' '.join((LO, NET, NETMASK)), 'EINVAL'),
    ('address-missing', 'a static label has an address', [], 3, ' '.join((LO, CONTEXT)), 'EINVAL'),
    ('mask-missing', 'and a mask', [], 3, ' '.join((LO, NET, CONTEXT)), 'EINVAL'),
    ('both-families', 'of one family', [], 3,
     ' '.join((LO, NET, NETMASK, '2:hex:' + 'fd' + '00' * 15, '3:hex:' + 'ff' + '00' * 15,
               CONTEXT)), 'EINVAL'),
    ('no-such-label', 'a label that the policy does not have', [], 3,
     ' '.join((LO, NET, NETMASK, '7:hex:' + b'no:such:label:s0\0'.hex())), 'EINVAL'),
    ('no-such-interface', 'an interface that is not there', [], 3,
     ' '.join(('6:str:clab-none', NET, NETMASK, CONTEXT)), 'ENODEV', 'ok',
     'static-interface errno'),
    ('interface-long', 'a name of 16 characters', [], 3,
     ' '.join(('6:str:abcdefghijklmnop', NET, NETMASK, CONTEXT)), 'EINVAL'),
    ('add', 'a static label', [], 3, ' '.join((LO, NET, NETMASK, CONTEXT)), 'ok'),
    ('exists', 'an address has one label', ['unlbl add interface:lo address:10.8.0.0/16 ' + LABEL],
     3, ' '.join((LO, NET, NETMASK, CONTEXT)), 'EEXIST'),
    ('remove-unknown', 'what is removed is there', [], 4, ' '.join((LO, NET, NETMASK)), 'ENOENT'),
    ('remove-as-added', 'what is added can be removed by the same octets, DEFECT B17',
     ['unlbl add interface:lo address:12.0.0.0/8 ' + LABEL], 4,
     ' '.join((LO, '4:hex:0c010203', '5:hex:ff000000')), 'ENOENT', 'ok', 'remove-as-added errno'),
    ('default', 'a static label of any interface', [], 6, ' '.join((NET, NETMASK, CONTEXT)), 'ok'),
    ('default-label-missing', 'which has a label, too', [], 6, ' '.join((NET, NETMASK)), 'EINVAL'),
    ('default-exists', 'an address of any interface has one label',
     ['unlbl add default address:10.8.0.0/16 ' + LABEL], 6, ' '.join((NET, NETMASK, CONTEXT)),
     'EEXIST'),
    ('default-remove-unknown', 'what is removed is there', [], 7, ' '.join((NET, NETMASK)),
     'ENOENT'),
]

# As words: name, about, rules, words, errno [, errno of ours, difference].
WORDS = [
    ('cipso.exists', 'a DOI is defined once', [RULE], 'cipso add pass doi:16 tags:5', 'EEXIST'),
    ('cipso.remove-unknown', 'what is removed is there', [], 'cipso del doi:16', 'ENOENT'),
    ('cipso.remove', 'a DOI that nothing uses', [RULE], 'cipso del doi:16', 'ok'),
    ('cipso.remove-domain', 'a DOI that a domain is mapped to goes with that',
     [RULE, 'map add domain:clab_new_t protocol:cipso,16'], 'cipso del doi:16', 'ok'),
    ('cipso.remove-selector', 'a DOI that an address is mapped to',
     [RULE, 'map add domain:clab_new_t address:10.0.0.0/8 protocol:cipso,16'],
     'cipso del doi:16', 'ok', 'EBUSY', 'definition-in-use errno'),
    ('cipso.remove-default', 'a DOI of the default mapping',
     [RULE, 'map del default', 'map add default protocol:cipso,16'], 'cipso del doi:16',
     'ok', 'EBUSY', 'definition-in-use errno'),
    ('static.twice-behind-longer', 'an address has one label, DEFECT B17: NetLabel takes a second '
     'one where a longer prefix is there',
     ['unlbl add interface:lo address:10.0.0.0/32 ' + LABEL,
      'unlbl add interface:lo address:10.0.0.0/8 ' + LABEL],
     'unlbl add interface:lo address:10.0.0.0/8 ' + LABEL, 'ok', 'EEXIST',
     'static-label-twice errno'),
    ('map.address-word', 'a prefix longer than an address', [],
     'map add default address:10.0.0.0/33 protocol:unlbl', 'USAGE'),
    ('map.doi-word', 'a DOI that is no number', [], 'map add domain:a protocol:cipso,x', 'USAGE'),
    ('cipso.list-unknown', 'what is listed is there', [], None, 'EINVAL'),
]
