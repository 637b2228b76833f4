"""A reader of ASN.1 modules: the part of X.680 that handover modules use, as a small syntax tree.

Handles type assignments (SEQUENCE, SET, CHOICE, ENUMERATED, SEQUENCE OF, SET OF, the simple types, tags,
constraints, extension marks), value assignments and imports. Information objects (OPERATION, ERROR) are
skipped: they belong to ROSE, which no handover link carries any more.
"""

import re
from dataclasses import dataclass, field

TOKEN = re.compile(
    r"""(?P<comment>--.*?(?:--|$))|(?P<space>\s+)|(?P<assign>::=)|(?P<ellipsis>\.\.\.)|(?P<range>\.\.)"""
    r"""|(?P<number>-?\d+)|(?P<word>[A-Za-z](?:-?[A-Za-z0-9])*)|(?P<string>"(?:[^"]|"")*")"""
    r"""|(?P<punct>[{}()\[\],;.|<:@!&])""",
    re.MULTILINE | re.VERBOSE,
)

SIMPLE_TYPES = {
    "BOOLEAN", "INTEGER", "NULL", "REAL", "UTF8String", "PrintableString", "NumericString", "IA5String",
    "VisibleString", "GeneralizedTime", "UTCTime", "RELATIVE-OID", "GeneralString", "TeletexString", "BMPString",
}


class SyntaxProblem(Exception):
    pass


@dataclass
class Type:
    kind: str  # "SEQUENCE", "SEQUENCE OF", "REF", "INTEGER", ...
    tag: int | None = None
    tag_class: str = ""
    tag_mode: str = ""  # "", "IMPLICIT", "EXPLICIT"
    ref: str = ""  # kind == "REF": the type's name
    ref_module: str = ""  # "Module" of Module.Name
    members: list = field(default_factory=list)  # Member, or the string "..."
    element: "Type | None" = None
    named: list = field(default_factory=list)  # ENUMERATED / named numbers: (name, number or None) or "..."
    constraint: list = field(default_factory=list)  # tokens between the outer parentheses, one list each
    of_constraint: list = field(default_factory=list)  # the SIZE of SEQUENCE OF / SET OF


@dataclass
class Member:
    name: str
    type: Type
    optional: bool = False
    default: str | None = None


@dataclass
class Module:
    name: str
    oid: str = ""
    tagging: str = "EXPLICIT"
    extensible: bool = False
    imports: dict = field(default_factory=dict)  # name -> module (last one wins; qualified uses do not need it)
    types: dict = field(default_factory=dict)  # name -> Type, in the order of the text
    values: dict = field(default_factory=dict)  # name -> (type text, value tokens)


def tokenize(text):
    tokens, at = [], 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            line = text.count("\n", 0, at) + 1
            raise SyntaxProblem(f"line {line}: cannot read {text[at:at + 20]!r}")
        at = match.end()
        if match.lastgroup not in ("comment", "space"):
            tokens.append(match.group())
    return tokens


class Parser:
    def __init__(self, text):
        self.tokens = tokenize(text)
        self.at = 0

    def peek(self, ahead=0):
        index = self.at + ahead
        return self.tokens[index] if index < len(self.tokens) else ""

    def take(self, expected=None):
        token = self.peek()
        if expected is not None and token != expected:
            around = " ".join(self.tokens[max(0, self.at - 8): self.at + 4])
            raise SyntaxProblem(f"expected {expected!r}, found {token!r} near: {around}")
        self.at += 1
        return token

    def accept(self, token):
        if self.peek() == token:
            self.at += 1
            return True
        return False

    def balanced(self, opening, closing):
        """The tokens between a pair of brackets, the pair itself left out."""
        self.take(opening)
        depth, inside = 1, []
        while True:
            token = self.take()
            if token == "":
                raise SyntaxProblem(f"no {closing!r} to the end of the text")
            depth += (token == opening) - (token == closing)
            if depth == 0:
                return inside
            inside.append(token)

    def modules(self):
        found = []
        while self.peek():
            found.append(self.module())
        return found

    def module(self):
        module = Module(self.take())
        if self.peek() == "{":
            module.oid = join(self.balanced("{", "}"))
        self.take("DEFINITIONS")
        if self.peek() in ("IMPLICIT", "EXPLICIT", "AUTOMATIC"):
            module.tagging = self.take()
            self.take("TAGS")
        if self.accept("EXTENSIBILITY"):
            self.take("IMPLIED")
            module.extensible = True
        self.take("::=")
        self.take("BEGIN")
        if self.accept("EXPORTS"):
            while self.take() != ";":
                pass
        if self.accept("IMPORTS"):
            self.imports(module)
        while not self.accept("END"):
            self.assignment(module)
        return module

    def imports(self, module):
        names = []
        while not self.accept(";"):
            token = self.take()
            if token == "FROM":
                source = self.take()
                if self.peek() == "{":
                    self.balanced("{", "}")
                for name in names:
                    module.imports[name] = source
                names = []
            elif token != ",":
                names.append(token)

    def assignment(self, module):
        name = self.take()
        if name[0].isupper() and self.accept("::="):
            module.types[name] = self.type()
            return
        start = self.at
        while self.peek() != "::=":
            self.take()
        kind = join(self.tokens[start:self.at])
        self.take("::=")
        value = ["{"] + self.balanced("{", "}") + ["}"] if self.peek() == "{" else [self.take()]
        if kind not in ("OPERATION", "ERROR"):
            module.values[name] = (kind, value)

    def type(self):
        node = Type("")
        if self.accept("["):
            if self.peek() in ("UNIVERSAL", "APPLICATION", "PRIVATE"):
                node.tag_class = self.take()
            node.tag = int(self.take())
            self.take("]")
            if self.peek() in ("IMPLICIT", "EXPLICIT"):
                node.tag_mode = self.take()
        self.body(node)
        while self.peek() == "(":
            node.constraint.append(self.balanced("(", ")"))
        return node

    def body(self, node):
        word = self.take()
        if word in ("SEQUENCE", "SET"):
            if self.peek() == "{":
                node.kind = word
                node.members = self.members()
                return
            if self.peek() == "(":
                node.of_constraint = self.balanced("(", ")")
            elif self.accept("SIZE"):
                node.of_constraint = ["SIZE", "("] + self.balanced("(", ")") + [")"]
            self.take("OF")
            node.kind = word + " OF"
            node.element = self.type()
        elif word == "CHOICE":
            node.kind = word
            node.members = self.members()
        elif word == "ENUMERATED":
            node.kind = word
            node.named = self.named_numbers()
        elif word in ("OCTET", "BIT", "OBJECT"):
            node.kind = word + " " + self.take("IDENTIFIER" if word == "OBJECT" else "STRING")
            if word == "BIT" and self.peek() == "{":
                node.named = self.named_numbers()
        elif word in SIMPLE_TYPES:
            node.kind = word
            if word == "INTEGER" and self.peek() == "{":
                node.named = self.named_numbers()
        elif re.match(r"[A-Z]", word):
            node.kind, node.ref = "REF", word
            if self.accept("."):
                node.ref_module, node.ref = word, self.take()
        else:
            raise SyntaxProblem(f"not a type: {word!r} near: {' '.join(self.tokens[self.at - 8:self.at + 3])}")

    def members(self):
        self.take("{")
        members = []
        while not self.accept("}"):
            if self.accept("..."):
                members.append("...")
            else:
                name = self.take()
                member = Member(name, self.type())
                if self.accept("OPTIONAL"):
                    member.optional = True
                elif self.accept("DEFAULT"):
                    member.default = self.take()
                members.append(member)
            if not self.accept(",") and self.peek() != "}":
                raise SyntaxProblem(f"expected ',' or '}}', found {self.peek()!r} after {self.tokens[self.at - 1]!r}")
        return members

    def named_numbers(self):
        self.take("{")
        names = []
        while not self.accept("}"):
            if self.accept("..."):
                names.append("...")
            else:
                name = self.take()
                number = int(self.balanced("(", ")")[0]) if self.peek() == "(" else None
                names.append((name, number))
            self.accept(",")
        return names


def join(tokens):
    """Tokens as text with the usual spacing."""
    text = ""
    for token in tokens:
        tight = not text or text[-1] in "({[." or token in ")}],." or token == ".." or text.endswith("..")
        if token == "(" and text and (text[-1].isalnum()):
            tight = True
        text += token if tight else " " + token
    return text


def read(path):
    with open(path, encoding="utf-8", errors="replace") as stream:
        return Parser(stream.read().replace("�", "-")).modules()
