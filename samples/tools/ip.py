"""IPv4 and UDP packets with right checksums."""

import ipaddress


def checksum(octets):
    if len(octets) % 2:
        octets += b"\0"
    total = sum(int.from_bytes(octets[i:i + 2], "big") for i in range(0, len(octets), 2))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return (~total & 0xFFFF).to_bytes(2, "big")


def udp(source, source_port, destination, destination_port, data, identification=1):
    a, b = ipaddress.ip_address(source).packed, ipaddress.ip_address(destination).packed
    length = 8 + len(data)
    head = source_port.to_bytes(2, "big") + destination_port.to_bytes(2, "big") + length.to_bytes(2, "big")
    pseudo = a + b + b"\0\x11" + length.to_bytes(2, "big")
    body = head + checksum(pseudo + head + b"\0\0" + data) + data
    top = b"\x45\0" + (20 + length).to_bytes(2, "big") + identification.to_bytes(2, "big") + b"\x40\0\x40\x11"
    return top + checksum(top + b"\0\0" + a + b) + a + b + body
