#!/usr/bin/env python3
"""Makes the samples beside it that break rules or are of older releases, which `lihi synth` cannot write:
damaged/, hole/ and releases/. A subscriber that does not exist; story/ and forms/ are made of story.yaml.

  samples/make_samples.py            writes them
  samples/make_samples.py --check    tells whether the files are what it would write

Identities: test PLMN 001-01, telephone numbers reserved for drama (+44 7700 900xxx), documentation addresses
(192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24, example.com), a made-up LIID.
"""

import argparse
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "tools"))
sys.dont_write_bytecode = True

import ip  # noqa: E402
from ber import Encoder  # noqa: E402

LIID = "LIID-SAMPLE-0001"
SUPI = "001010000000001"
NUMBER = "447700900123"
PEI = "35123400000001"
UE = "192.0.2.17"
SERVER = "198.51.100.53"
MEDIA = "203.0.113.40"
START = 1770368400  # 2026-02-06T09:00:00Z
PLMN = {"mCC": "001", "mNC": "01"}
R19 = "4.19.19.7"


def hex_of(text):
    return text.encode().hex()


def address(text):
    return bytes(int(part) for part in text.split(".")).hex()


class Link:
    """One delivery link: PSHeaders with counters of their own."""

    def __init__(self, encoder, point):
        self.encoder, self.point, self.counters, self.pdus = encoder, point, {}, []

    def pdu(self, seconds, payload, cin=None, kind="iri"):
        key = (cin, kind)
        number = self.counters.get(key, 0)
        self.counters[key] = number + 1
        communication = {"networkIdentifier": {"operatorIdentifier": hex_of("EXAMPLE"),
                                               "networkElementIdentifier": hex_of("mdf-01")},
                         "deliveryCountryCode": "XX"}
        if cin is not None:
            communication["communicationIdentityNumber"] = cin
        header = {"li-psDomainId": "0.4.0.2.2.5.1.43", "lawfulInterceptionIdentifier": hex_of(LIID),
                  "authorizationCountryCode": "XX", "communicationIdentifier": communication,
                  "sequenceNumber": number}
        header["microSecondTimeStamp"] = stamp(seconds)
        header["timeStampQualifier"] = "timeOfInterception"
        header["extendedInterceptionPointID"] = hex_of(self.point)
        header["networkFunctionIdentifier"] = hex_of(self.point.split(".")[0])
        octets = self.encoder.encode("PS-PDU", {"pSHeader": header, "payload": payload})
        self.pdus.append(octets)
        return octets

    def event(self, seconds, iri_type, event, cin=None, oid=R19, identifiers=None):
        content = {"iRIPayloadOID": oid + ".3", "event": event}
        if identifiers:
            content["targetIdentifiers"] = identifiers
        return self.pdu(seconds, {"iRIPayloadSequence": [
            {"iRIType": "iRI-" + iri_type, "iRIContents": {"threeGPP33128DefinedIRI": content}}]}, cin)

    def content(self, seconds, direction, pdu, cin, oid=R19):
        return self.pdu(seconds, {"cCPayloadSequence": [
            {"payloadDirection": direction,
             "cCContents": {"threeGPP33128DefinedCC": {"cCPayloadOID": oid + ".4", "pDU": pdu}}}]}, cin, "cc")


def stamp(seconds):
    return {"seconds": START + int(seconds), "microSeconds": int(round((seconds - int(seconds)) * 1e6))}


def time(seconds):
    return "20260206%02d%02d%02d.%03dZ" % (9 + int(seconds) // 3600, int(seconds) // 60 % 60, int(seconds) % 60,
                                           int(round((seconds - int(seconds)) * 1000)))


def nr_location(cell, tac, seconds, latitude, longitude, azimuth):
    return {"locationInfo": {"userLocation": {"nRLocation": {
        "tAI": {"pLMNID": PLMN, "tAC": tac},
        "nCGI": {"pLMNID": PLMN, "nRCellID": (cell, 36)},
        "ageOfLocationInfo": 0,
        "uELocationTimestamp": time(seconds),
        "globalGNbID": {"pLMNID": PLMN, "aNNodeID": {"gNbID": ("0012d4", 24)}},
        "cellSiteInformation": {"geographicalCoordinates": {"latitude": latitude, "longitude": longitude},
                                "azimuth": azimuth}}},
        "currentLoc": True, "rATType": "nR"}}


HOME = ("0012d40010", "000101", 0, "51.477800", "-0.001500", 120)
TARGET = [{"identifier": {"iMSI": SUPI}, "provenance": "lEAProvided"},
          {"identifier": {"mSISDN": NUMBER}, "provenance": "observed"}]
GUTI = {**PLMN, "aMFRegionID": 2, "aMFSetID": 1, "aMFPointer": 0, "fiveGTMSI": 3735928559}
SLICE = {"sliceServiceType": 1, "sliceDifferentiator": "000001"}


def registration():
    return {"registration": {
        "registrationType": "initial", "registrationResult": "threeGPPAccess",
        "slice": {"allowedNSSAI": [SLICE]}, "sUPI": {"iMSI": SUPI},
        "sUCI": {**PLMN, "routingIndicator": 17, "protectionSchemeID": 1, "homeNetworkPublicKeyID": "27",
                 "schemeOutput": "5ac1e0" * 8, "routingIndicatorLength": 4},
        "pEI": {"iMEI": PEI}, "gPSI": {"mSISDN": NUMBER}, "gUTI": GUTI, "location": nr_location(*HOME),
        "fiveGSTAIList": [{"pLMNID": PLMN, "tAC": "000101"}, {"pLMNID": PLMN, "tAC": "000102"}],
        "sMSOverNasIndicator": "sMSOverNASAllowed", "rATType": "nR"}}


def session_establishment():
    return {"pDUSessionEstablishment": {
        "sUPI": {"iMSI": SUPI}, "pEI": {"iMEI": PEI}, "gPSI": {"mSISDN": NUMBER}, "pDUSessionID": 5,
        "gTPTunnelID": {"tEID": 305419896, "iPv4Address": address("198.51.100.2")},
        "pDUSessionType": "iPv4", "sNSSAI": SLICE, "uEEndpoint": [{"iPv4Address": address(UE)}],
        "location": nr_location(*HOME), "dNN": "internet", "requestType": "initialRequest",
        "accessType": "threeGPPAccess", "rATType": "nR", "servingNetwork": {"pLMNID": PLMN}}}


QUERY = bytes.fromhex("12340100000100000000000007") + b"example\x03com\0\0\x01\0\x01"


def hole(encoder):
    """Content of a session of which two PDUs are missing, one comes twice and one late, and which has no END."""
    link = Link(encoder, "upf-01.ipoint")
    begin = Link(encoder, "smf-01.ipoint").event(2.5, "Begin", session_establishment(), cin=1001)
    ask = ip.udp(UE, 40000, SERVER, 53, QUERY).hex()
    content = [link.content(3 + n, "fromTarget", {"extendedUPFCCPDU": {"payload": {"uPFIPCC": ask}, "qFI": 9}}, 1001)
               for n in range(8)]
    return begin + b"".join(content[n] for n in (0, 1, 4, 4, 6, 5, 7))


def release_r16(encoder):
    """Release 16: CCPDU [4] was the PTC arm; an AMF event of that release."""
    link = Link(encoder, "mdf-r16.ipoint")
    link.event(10, "Report", registration(), oid="4.19.16.5")
    ptc = encoder.wrap(encoder.identifier(4, False), ip.udp(UE, 40002, MEDIA, 5004, b"ptc"))
    body = encoder.wrap(encoder.identifier(1, False), bytes([4, 19, 16, 5, 4])) + encoder.wrap(
        encoder.identifier(2, True), ptc)
    link.pdu(11, {"cCPayloadSequence": [{"payloadDirection": "fromTarget", "cCContents": {
        "threeGPP33128DefinedCC": encoder.wrap(b"\x30", body)}}]}, 2001, "cc")
    return b"".join(link.pdus)


def release_r17(encoder):
    """Release 17: additionalUserIdentifiers had tags that release 18 gave to other members."""
    link = Link(encoder, "mdf-r17.ipoint")
    more = {"ePSSubscriberIDs": {"iMSI": SUPI, "mSISDN": "447700900124"}}
    event = registration()
    kind = encoder.types["UserIdentifiers"]
    event["registration"]["+"] = [encoder.element(kind, more, 19)]
    link.event(10, "Report", event, oid="4.19.17.15")
    link.event(20, "Report", {"deregistration": {
        "deregistrationDirection": "uEInitiated", "accessType": "threeGPPAccess", "sUPI": {"iMSI": SUPI},
        "+": [encoder.element(kind, more, 12)]}}, oid="4.19.17.15")
    return b"".join(link.pdus)


def release_r18(encoder):
    link = Link(encoder, "mdf-r18.ipoint")
    event = registration()
    event["registration"]["rRCEstablishmentCause"] = {"fiveGCEstablishmentCause": "moSignalling"}
    event["registration"]["additionalUserIdentifiers"] = {"ePSSubscriberIDs": {"iMSI": SUPI,
                                                                              "mSISDN": "447700900124"}}
    link.event(10, "Report", event, oid="4.19.18.14")
    return b"".join(link.pdus)


def damaged(encoder):
    """Every kind of damage between good PDUs; each of its pieces is a file of its own too."""
    link = Link(encoder, "amf-01.ipoint")
    good = [link.event(n, "Report", registration()) for n in range(3)]
    event_at = good[1].index(bytes.fromhex("0105")) if b"\x01\x05" in good[1] else 40
    past_parent = bytearray(good[1])
    at = past_parent.index(b"\x81" + bytes([len(LIID)]) + LIID.encode())
    past_parent[at + 1] = 0x7F
    wrong_class = bytearray(good[1])
    wrong_class[at] = 0x41  # [APPLICATION 1] instead of [1]
    deep = Link(encoder, "amf-01.ipoint")
    bomb = deep.pdu(5, {"iRIPayloadSequence": [{"iRIType": "iRI-Report", "iRIContents": {
        "threeGPP33128DefinedIRI": {"iRIPayloadOID": R19 + ".3", "event": registration(),
                                    "+": [b"\xbf\x64\x80" + b"\x30\x80" * 200 + b"\0\0" * 201]}}}]})
    utf8 = Link(encoder, "amf-01.ipoint").event(6, "Report", {"registration": {
        **registration()["registration"], "gPSI": {"nAI": b"user\xff\xfe@example.com"}}})
    bounds = Link(encoder, "amf-01.ipoint").event(7, "Report", {"registration": {
        **registration()["registration"], "pEI": {"iMEI": "123"}}})
    bad_time = Link(encoder, "amf-01.ipoint").event(8, "Report", {"registration": {
        **registration()["registration"], "location": {"locationInfo": {"userLocation": {"nRLocation": {
            "tAI": {"pLMNID": PLMN, "tAC": "000101"}, "nCGI": {"pLMNID": PLMN, "nRCellID": (HOME[0], 36)},
            "uELocationTimestamp": "20261306094401Z"}}}}}})
    pieces = {
        "truncated": good[0] + good[1][:len(good[1]) - 17],
        "length-past-parent": bytes(past_parent) + good[2],
        "wrong-tag-class": bytes(wrong_class) + good[2],
        "depth-bomb": bomb + good[2],
        "length-4gib": b"\x30\x84\xff\xff\xff\xff" + good[0][4:60] + good[2],
        "out-of-bounds": bounds + good[2],
        "bad-utf8": utf8 + good[2],
        "bad-time": bad_time + good[2],
        "no-ps-pdu": b"INVITE sip:nobody@example.com SIP/2.0\r\n\r\n" + good[2],
        "empty": b"",
    }
    del event_at
    pieces["stream"] = good[0] + b"".join(pieces[name] for name in pieces if name != "truncated") + pieces["truncated"]
    return pieces


def all_samples():
    der = Encoder()
    yield "releases/r16.ber", release_r16(der)
    yield "releases/r17.ber", release_r17(der)
    yield "releases/r18.ber", release_r18(der)
    yield "hole/delivery.ber", hole(der)
    for name, octets in damaged(der).items():
        yield f"damaged/{name}.ber", octets


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 when a file differs")
    check = parser.parse_args().check
    wrong = 0
    for name, octets in all_samples():
        path = os.path.join(HERE, name)
        if check:
            with open(path, "rb") as stream:
                if stream.read() != octets:
                    print(f"{name} is not what make_samples.py writes")
                    wrong += 1
        else:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as stream:
                stream.write(octets)
            print(f"{name}: {len(octets)} octets")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
