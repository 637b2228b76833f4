"""Encodes values of the modules in asn1/ as BER: the other side of lihi, written apart from it.

A value is what JSON would show (ITU-T X.697): a SEQUENCE is a dict, a CHOICE a dict of one key, an ENUMERATED
its name, an OCTET STRING hex, a BIT STRING (hex, bits), an object identifier "0.4.0", the content of a
CONTAINING constraint the value itself. Two keys are special: "+" in a SEQUENCE is a list of ready elements
(bytes) to append, and a value of type bytes is used as the content octets as it is.
"""

import glob
import os
import sys

ASN1 = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "asn1")
sys.path.insert(0, ASN1)
sys.dont_write_bytecode = True
import asn1_module  # noqa: E402
from asn1_module import Member  # noqa: E402

UNIVERSAL = {
    "BOOLEAN": 1, "INTEGER": 2, "BIT STRING": 3, "OCTET STRING": 4, "NULL": 5, "OBJECT IDENTIFIER": 6,
    "ENUMERATED": 10, "UTF8String": 12, "RELATIVE-OID": 13, "SEQUENCE": 16, "SEQUENCE OF": 16, "SET OF": 17,
    "NumericString": 18, "PrintableString": 19, "IA5String": 22, "UTCTime": 23, "GeneralizedTime": 24,
    "VisibleString": 26,
}


def integer(value):
    size = 1
    while not -(1 << (8 * size - 1)) <= value < 1 << (8 * size - 1):
        size += 1
    return value.to_bytes(size, "big", signed=True)


def arcs(numbers):
    out = b""
    for number in numbers:
        octets = [number & 0x7F]
        while number := number >> 7:
            octets.append(number & 0x7F | 0x80)
        out += bytes(reversed(octets))
    return out


class Encoder:
    def __init__(self):
        self.types = {}
        for path in sorted(glob.glob(os.path.join(ASN1, "*", "*.asn"))):
            for module in asn1_module.read(path):
                self.types.update(module.types)

    # ---- tag and length
    @staticmethod
    def identifier(tag, constructed, cls=2):
        first = cls << 6 | (0x20 if constructed else 0)
        return bytes([first | tag]) if tag < 31 else bytes([first | 31]) + arcs([tag])

    def wrap(self, identifier, content):
        return identifier + self.length(len(content)) + content

    def length(self, size):
        if size < 128:
            return bytes([size])
        octets = (size.bit_length() + 7) // 8
        return bytes([0x80 | octets]) + size.to_bytes(octets, "big")

    # ---- values
    def resolve(self, kind):
        """The type behind references, and the constraint tokens met on the way."""
        tokens = [token for part in kind.constraint for token in part]
        while kind.kind == "REF":
            kind = self.types[kind.ref]
            tokens += [token for part in kind.constraint for token in part]
        return kind, tokens

    def encode(self, type_name, value):
        kind, _ = self.resolve(self.types[type_name])
        return self.element(kind, value, None)

    def element(self, kind, value, tag):
        """`value` as one element: under context tag `tag`, or under the type's own when there is none."""
        base, tokens = self.resolve(kind)
        if base.kind == "CHOICE":
            (name, inner), = value.items()
            chosen = next(m for m in base.members if isinstance(m, Member) and m.name == name)
            arm = self.element(chosen.type, inner, chosen.type.tag)
            return arm if tag is None else self.wrap(self.identifier(tag, True), arm)
        content, constructed = self.content(base, tokens, value)
        if tag is None:
            head = self.identifier(UNIVERSAL[base.kind], constructed, 0)
        else:
            head = self.identifier(tag, constructed)
        return self.wrap(head, content)

    def content(self, base, tokens, value):
        if isinstance(value, bytes):
            return value, base.kind.startswith(("SEQUENCE", "SET"))
        if base.kind == "SEQUENCE":
            return self.members(base, value), True
        if base.kind in ("SEQUENCE OF", "SET OF"):
            return b"".join(self.element(base.element, item, base.element.tag) for item in value), True
        return self.primitive(base, tokens, value), False

    def members(self, base, value):
        unknown = set(value) - {m.name for m in base.members if isinstance(m, Member)} - {"+"}
        if unknown:
            raise KeyError(f"no such member: {unknown}")
        out = b"".join(self.element(m.type, value[m.name], m.type.tag)
                       for m in base.members if isinstance(m, Member) and m.name in value)
        return out + b"".join(value.get("+", []))

    def primitive(self, base, tokens, value):
        kind = base.kind
        if kind == "BOOLEAN":
            return b"\xff" if value else b"\0"
        if kind == "INTEGER":
            return integer(value)
        if kind == "ENUMERATED":
            return integer(dict(item for item in base.named if item != "...")[value])
        if kind == "NULL":
            return b""
        if kind == "OCTET STRING":
            if "CONTAINING" in tokens:
                return self.encode(tokens[-1], value)
            return bytes.fromhex(value)
        if kind == "BIT STRING":
            octets, bits = bytes.fromhex(value[0]), value[1]
            return bytes([8 * len(octets) - bits]) + octets
        if kind == "OBJECT IDENTIFIER":
            numbers = [int(part) for part in value.split(".")]
            return arcs([40 * numbers[0] + numbers[1]] + numbers[2:])
        if kind == "RELATIVE-OID":
            return arcs([int(part) for part in value.split(".")])
        return value.encode()
