"""Short messages as the air interface packs them (3GPP TS 23.040), enough for the samples."""


def pack7(septets):
    bits = sum(value << (7 * i) for i, value in enumerate(septets))
    return bits.to_bytes((7 * len(septets) + 7) // 8, "little")


def address(digits, nature=1):
    padded = digits + ("F" if len(digits) % 2 else "")
    swapped = "".join(padded[i + 1] + padded[i] for i in range(0, len(padded), 2))
    return bytes([len(digits), 0x81 | nature << 4]) + bytes.fromhex(swapped)


def stamp(text):
    """'260206094401' and a zone of 0."""
    return bytes.fromhex("".join(text[i + 1] + text[i] for i in range(0, 12, 2))) + b"\0"


def deliver(sender, when, text):
    return b"\x04" + address(sender) + b"\0\0" + stamp(when) + bytes([len(text)]) + pack7(text.encode("ascii"))


def deliver_ucs2(sender, when, text, part=None):
    data = text.encode("utf-16-be")
    header = b"" if part is None else bytes([5, 0, 3, *part])
    first = 0x04 if part is None else 0x44
    return (bytes([first]) + address(sender) + b"\0\x08" + stamp(when) + bytes([len(header) + len(data)])
            + header + data)


def submit(reference, receiver, text):
    return bytes([0x01, reference]) + address(receiver) + b"\0\0" + bytes([len(text)]) + pack7(text.encode("ascii"))
