# SPDX-License-Identifier: GPL-2.0
"""
CIPSO as the draft of 16 July 1992 has it, for computing what scenarios expect.

This is no part of the engine and knows nothing of its sources: it is written from the
draft, and where it says "stock", from what is known of the kernel's NetLabel. It is slow
and plain on purpose. A set of categories is a list of numbers in ascending order.
"""
TYPE = 134
AREA_MAX = 40
HEAD = 6                    # type, length, DOI
TAG_MAX = AREA_MAX - HEAD   # 3.4.2.2: a tag has 4 to 34 octets
BITMAP, ENUM, RANGE, LOCAL = 1, 2, 5, 128


def runs(cats):
    """Runs of categories that follow each other: [(low, high), ...]."""
    found = []
    for cat in cats:
        if found and cat == found[-1][1] + 1:
            found[-1][1] = cat
        else:
            found.append([cat, cat])
    return [tuple(run) for run in found]


def text(level, cats):
    """A label as SELinux writes it: three and more in a row are a run."""
    parts = []
    for low, high in runs(cats):
        if high == low:
            parts.append('c%d' % low)
        elif high == low + 1:
            parts.append('c%d,c%d' % (low, high))
        else:
            parts.append('c%d.c%d' % (low, high))
    return 's%d%s' % (level, ':' + ','.join(parts) if parts else '')


def tag(kind, level, cats, optimized=False):
    """The tag for a label, in its shortest form, or None where none can carry it."""
    if level > 255 or any(cat > 65534 for cat in cats):
        return None
    body = bytearray()
    if kind == BITMAP:
        # 3.4.2.5: bit N of the map, from the left, is category N; 0 to 239.
        if cats and cats[-1] > 239:
            return None
        if cats:
            body = bytearray(cats[-1] // 8 + 1)
            for cat in cats:
                body[cat // 8] |= 0x80 >> (cat % 8)
        # 3.4.2.6: the optimized form has a map of ten octets.
        if optimized and 1 <= len(body) <= 10:
            body += bytes(10 - len(body))
    elif kind == ENUM:
        # 3.4.3.5: two octets each, ascending, 15 at most.
        if len(cats) > 15:
            return None
        for cat in cats:
            body += cat.to_bytes(2, 'big')
    elif kind == RANGE:
        # 3.4.4.5: top, then bottom, descending; a last bottom of 0 may be left out.
        for low, high in reversed(runs(cats)):
            body += high.to_bytes(2, 'big')
            if low:
                body += low.to_bytes(2, 'big')
    else:
        raise ValueError(kind)
    if 4 + len(body) > TAG_MAX:
        return None
    return bytes([kind, 4 + len(body), 0, level]) + bytes(body)


def option(doi, *tags, length=None):
    """The option around tags, without padding."""
    body = b''.join(tags)
    size = HEAD + len(body) if length is None else length
    return bytes([TYPE, size & 0xff]) + doi.to_bytes(4, 'big') + body


def padded(area):
    return area + bytes(-len(area) % 4)


def encode(doi, kinds, level, cats, optimized=False):
    """The option area for a label under a DOI that lists these tags, or None."""
    for kind in kinds:
        made = tag(kind, level, cats, optimized)
        if made is not None:
            return padded(option(doi, made))
    return None


def decode(found):
    """(level, categories) of a tag 1, 2 or 5 that is well formed."""
    kind, length, level = found[0], found[1], found[3]
    body = found[4:length]
    cats = set()
    if kind == BITMAP:
        for at, octet in enumerate(body):
            for bit in range(8):
                if octet & (0x80 >> bit):
                    cats.add(at * 8 + bit)
    elif kind == ENUM:
        for at in range(0, len(body), 2):
            cats.add(int.from_bytes(body[at:at + 2], 'big'))
    else:
        for at in range(0, len(body), 4):
            high = int.from_bytes(body[at:at + 2], 'big')
            low = int.from_bytes(body[at + 2:at + 4], 'big')
            cats.update(range(low, high + 1))
    return level, sorted(cats)


class Doi:
    """A DOI as a host has configured it; levels and cats are remote -> local."""

    def __init__(self, number, kind, tags, levels=None, cats=None):
        self.number, self.kind, self.tags = number, kind, tags
        self.levels, self.cats = levels or {}, cats or {}

    def has_level(self, level):
        return self.kind == 'pass' or (self.kind == 'trans' and level in self.levels)

    def has_cats(self, cats):
        return self.kind == 'pass' or all(cat in self.cats for cat in cats)


def stock_fault(doi, opt, loopback=True):
    """
    The octet of the option that the stock kernel points at, or None where it takes the
    option: 5.1, with the checks in the order in which it makes them. doi is None where
    the DOI is not configured.
    """
    length = opt[1]
    if length < 8:
        return 1
    if doi is None or int.from_bytes(opt[2:6], 'big') != doi.number:
        return 2
    at = HEAD
    while at < length:
        fault = stock_tag_fault(doi, opt, at, length, loopback)
        if fault is not None:
            return fault
        at += opt[at + 1]
    return None


def stock_tag_fault(doi, opt, at, length, loopback):
    kind = opt[at]
    if kind not in doi.tags:
        return at
    if at + 1 == length:
        return at
    size = opt[at + 1]
    if size > length - at:
        return at + 1
    if kind == LOCAL:
        if not loopback:
            return at
        return None if size == 6 else at + 1
    if size < 4:
        return at + 1
    if not doi.has_level(opt[at + 3]):
        return at + 3
    body = opt[at + 4:at + size]
    if kind == BITMAP:
        return None if doi.has_cats(decode(opt[at:at + size])[1]) else at + 4
    if len(body) % 2:
        return at + 4
    numbers = [int.from_bytes(body[i:i + 2], 'big') for i in range(0, len(body), 2)]
    if kind == ENUM:
        rising = all(a < b for a, b in zip(numbers, numbers[1:]))
        return None if rising and doi.has_cats(numbers) else at + 4
    last = 65535
    for i in range(0, len(numbers), 2):
        high = numbers[i]
        low = numbers[i + 1] if i + 1 < len(numbers) else 0
        if high > last or not doi.has_cats(range(low, high + 1)):
            return at + 4
        last = low
    return None


def draft_fault(doi, opt):
    """The octet at fault by the draft, or None: what stock_fault() has, and more."""
    fault = stock_fault(doi, opt)
    if fault is not None:
        return fault
    if opt[HEAD] == LOCAL:
        return HEAD + opt[HEAD + 1] if HEAD + opt[HEAD + 1] < opt[1] else None
    if opt[HEAD + 2] != 0:
        return HEAD + 2
    size = opt[HEAD + 1]
    body = opt[HEAD + 4:HEAD + size]
    numbers = [int.from_bytes(body[i:i + 2], 'big') for i in range(0, len(body), 2)]
    if opt[HEAD] in (ENUM, RANGE):
        for i, number in enumerate(numbers):
            if number == 65535:
                return HEAD + 4 + 2 * i
    if opt[HEAD] == RANGE:
        last = 65536
        for i in range(0, len(numbers), 2):
            high, low = numbers[i], numbers[i + 1] if i + 1 < len(numbers) else 0
            if low > high or high >= last:
                return HEAD + 4 + 2 * i
            last = low
    if HEAD + size < opt[1]:
        return HEAD + size
    return None
