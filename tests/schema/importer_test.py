"""asn1/import.py: what it writes, what it changes, what it refuses."""

import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ASN1 = os.path.join(HERE, "..", "..", "asn1")
SHARED = os.path.join(HERE, "..", "..", "..", "shared", "reference", "asn1")
IMPORT = os.path.join(ASN1, "import.py")
sys.path.insert(0, ASN1)
sys.dont_write_bytecode = True
import asn1_module  # noqa: E402


def run(*arguments):
    return subprocess.run([sys.executable, "-B", IMPORT, *arguments], capture_output=True, text=True)


class Importer(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def path(self, name, text):
        path = os.path.join(self.folder.name, name)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)
        return path

    def imported(self, text, file):
        result = run("--out", self.folder.name, self.path("in.asn", text))
        self.assertEqual(result.returncode, 0, result.stderr)
        with open(os.path.join(self.folder.name, file), encoding="utf-8") as stream:
            return stream.read()

    def test_comments_go_and_layout_is_ours(self):
        out = self.imported("""EN301040 {itu-t (0)} DEFINITIONS AUTOMATIC TAGS ::= BEGIN
          Odd ::= SEQUENCE { -- why
             a INTEGER (0..7) OPTIONAL, longer [3] EXPLICIT OCTET STRING (SIZE (1..4, ...)) -- x -- , ... }
          END""", "etsi/EN301040.asn")
        self.assertIn("Odd ::= SEQUENCE {\n  a      INTEGER (0..7) OPTIONAL,\n"
                      "  longer [3] EXPLICIT OCTET STRING (SIZE(1..4, ...)),\n  ...\n}", out)
        self.assertNotIn("why", out)

    def test_clashing_names_get_the_prefix(self):
        out = self.imported("EN301040 DEFINITIONS AUTOMATIC TAGS ::= BEGIN Location ::= NULL Mine ::= Location END",
                            "etsi/EN301040.asn")
        self.assertIn("EN-Location ::= NULL", out)
        self.assertIn("Mine ::= EN-Location", out)

    def test_bounds_that_asn1c_cannot_read(self):
        out = self.imported("EN301040 DEFINITIONS AUTOMATIC TAGS ::= BEGIN Big ::= INTEGER (0..18446744073709551615) END",
                            "etsi/EN301040.asn")
        self.assertIn("Big ::= INTEGER (0..9223372036854775807)", out)
        with open(os.path.join(self.folder.name, "published-bounds.tsv"), encoding="utf-8") as stream:
            self.assertIn("EN301040\tBig\t18446744073709551615", stream.read())

    def test_element_types_that_asn1c_cannot_compile(self):
        out = self.imported("EN301040 DEFINITIONS AUTOMATIC TAGS ::= BEGIN L ::= SEQUENCE OF INTEGER (0..9) END",
                            "etsi/EN301040.asn")
        self.assertIn("L ::= SEQUENCE OF L-Item", out)
        self.assertIn("L-Item ::= INTEGER (0..9)", out)

    def test_errors_are_clear(self):
        self.assertIn("no entry for Unheard", run("--out", self.folder.name, self.path(
            "a.asn", "Unheard DEFINITIONS ::= BEGIN A ::= NULL END")).stderr)
        broken = run("--out", self.folder.name, self.path("b.asn", "EN301040 DEFINITIONS ::= BEGIN A ::= SEQUENCE { END"))
        self.assertEqual(broken.returncode, 1)
        self.assertIn("import.py:", broken.stderr)
        self.assertIn("is not defined anywhere", run("--out", self.folder.name, self.path(
            "c.asn", "EN301040 DEFINITIONS ::= BEGIN A ::= Nothing END")).stderr)
        self.assertEqual(run("--out", self.folder.name, os.path.join(self.folder.name, "none.asn")).returncode, 1)

    def test_diff_tells_what_changed_on_the_wire(self):
        old = self.path("old.asn", "M DEFINITIONS ::= BEGIN A ::= SEQUENCE { a [1] INTEGER, b [2] BOOLEAN OPTIONAL } "
                                   "E ::= ENUMERATED {x(1)} END")
        new = self.path("new.asn", "M DEFINITIONS ::= BEGIN A ::= SEQUENCE { a [1] NULL, c [2] BOOLEAN OPTIONAL, "
                                   "d [3] NULL OPTIONAL } E ::= ENUMERATED {x(2), y(3)} N ::= NULL END")
        self.assertEqual(run("--diff", old, new).stdout.splitlines(), [
            "! A [1]: a [1] INTEGER is now a [1] NULL",
            "~ A [2]: b is now called c",
            "+ A [3] d",
            "! E: enumerator x was 1, is 2",
            "+ E: enumerator y(3)",
            "+ N: new"])

    def test_modules_read_back_what_was_written(self):
        for folder in ("etsi", "3gpp"):
            for name in sorted(os.listdir(os.path.join(ASN1, folder))):
                modules = asn1_module.read(os.path.join(ASN1, folder, name))
                self.assertEqual(len(modules), 1, name)
                self.assertGreater(len(modules[0].types), 0, name)

    @unittest.skipUnless(os.path.isdir(SHARED), "no published modules beside the repository")
    def test_importing_a_published_module_again_changes_nothing(self):
        result = run("--out", self.folder.name, os.path.join(SHARED, "TS33128Payloads-r19v7.asn"))
        self.assertEqual(result.returncode, 0, result.stderr)
        name = "3gpp/TS33128Payloads.asn"
        with open(os.path.join(self.folder.name, name), encoding="utf-8") as a, \
                open(os.path.join(ASN1, name), encoding="utf-8") as b:
            self.assertEqual(a.read(), b.read())


if __name__ == "__main__":
    unittest.main()
