#!/usr/bin/env python3
"""Read published ASN.1 modules and write them in lihi's form.

  asn1/import.py MODULE.asn...              write the modules into asn1/ (see modules.json for where)
  asn1/import.py --out DIR MODULE.asn...    the same, into another folder
  asn1/import.py --diff OLD.asn NEW.asn     what changed on the wire between two releases of a module

Our form: no comments but those of notes.tsv, members in aligned columns, types in the order in which the
root types reach them. What asn1c 0.9.28 needs is done on the way, and nothing else is changed:

  - type names are made unique over all modules, by the prefix of modules.json; names.tsv lists every
    renaming (our name, module, published name). TS33128Payloads keeps its names.
  - an upper bound above 2^63-1 is written as 2^63-1 (with MAX, asn1c would take a long and lose the values above);
    published-bounds.tsv keeps the true one.
  - an inline element type that asn1c cannot compile gets a name (ASN.1 text on the wire is the same).
  - imports are bare (names are unique, so no module qualifiers are needed).

Python 3, standard library only.
"""

import argparse
import csv
import json
import os
import sys

import asn1_module
from asn1_module import Member, Type

HERE = os.path.dirname(os.path.abspath(__file__))
LARGEST = 2**63 - 1


def load_tsv(name):
    path = os.path.join(HERE, name)
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8", newline="") as stream:
        return [row for row in csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
                if row and not row[0].startswith("#")]


class Names:
    """Which published name is which unique name."""

    def __init__(self, config, modules):
        self.modules = modules
        self.aliases = {(row[0], row[1]): (row[2], row[3]) for row in load_tsv("aliases.tsv")}
        self.prefix = {name: config[name]["prefix"] for name in modules}
        self.unique = {}
        for kind in ("types", "values"):
            owners = {}
            for module in modules.values():
                for name in getattr(module, kind):
                    owners.setdefault(name, []).append(module.name)
            taken = set(owners)
            for name, where in owners.items():
                for module in where:
                    new = name
                    if len(where) > 1 and self.prefix[module]:
                        prefix = self.prefix[module]
                        new = prefix + name if kind == "types" else prefix[0].lower() + prefix[1:] + name
                        if new in taken:
                            raise SystemExit(f"{module}.{name}: the prefixed name {new} is taken")
                        taken.add(new)
                    self.unique[(module, name)] = new

    def owner(self, module, name, qualifier=""):
        """The (module, published name) that a use of `name` inside `module` means."""
        if (qualifier or module.name, name) in self.aliases:
            return self.aliases[(qualifier or module.name, name)]
        if qualifier:
            found = (qualifier, name)
        elif name in module.types:
            found = (module.name, name)
        else:
            found = (module.imports.get(name, ""), name)
        found = self.aliases.get(found, found)
        if found not in self.unique:
            raise SystemExit(f"{module.name}: {qualifier + '.' if qualifier else ''}{name} is not defined anywhere")
        return found


class Writer:
    def __init__(self, names, module, config, notes):
        self.names, self.module, self.config, self.notes = names, module, config, notes
        self.imports = {}
        self.extra = []  # (name, Type) made for asn1c
        self.big_bounds = []  # (our type, path, bound)

    def reference(self, name, qualifier=""):
        owner = self.names.owner(self.module, name, qualifier)
        unique = self.names.unique[owner]
        if owner[0] != self.module.name:
            self.imports.setdefault(owner[0], set()).add(unique)
        return unique

    # ---- order: from the types that nothing in this module uses, depth first
    def order(self):
        used = {}
        for name, kind in self.module.types.items():
            used[name] = [ref for ref in references(kind) if ref in self.module.types]
        pointed = {ref for name, refs in used.items() for ref in refs if ref != name}
        done, out = set(), []

        def visit(name):
            stack = [name]
            while stack:
                current = stack.pop()
                if current in done:
                    continue
                done.add(current)
                out.append(current)
                stack.extend(reversed(used[current]))

        for name in self.module.types:
            if name not in pointed:
                visit(name)
        for name in self.module.types:
            visit(name)
        return out

    def text(self):
        body = []
        for name, (kind, value) in self.module.values.items():
            unique = self.names.unique[(self.module.name, name)]
            tokens = [self.names.unique.get((self.module.name, token), token) for token in value]
            body.append(f"{unique} {kind} ::= {asn1_module.join(tokens)}")
        if body:
            body.append("")
        for name in self.order():
            unique = self.names.unique[(self.module.name, name)]
            note = self.notes.get((self.module.name, name))
            if note:
                body.append(f"-- {note}")
            body.append(f"{unique} ::= {self.type(self.module.types[name], unique, 0)}")
            body.append("")
            while self.extra:
                extra_name, extra_type = self.extra.pop(0)
                body.append(f"{extra_name} ::= {self.type(extra_type, extra_name, 0)}")
                body.append("")
        return "\n".join(self.head() + body + ["END", ""])

    def head(self):
        config, module = self.config, self.module
        lines = [f"-- {config['spec']}, {module.name} {config['version']}", f"-- {config['about']}",
                 "-- lihi's own transcription, made by asn1/import.py; SOURCES.md tells of what.", "",
                 module.name]
        if module.oid:
            lines.append(f"  {{{module.oid}}}")
        lines.append(f"DEFINITIONS {module.tagging} TAGS{' EXTENSIBILITY IMPLIED' if module.extensible else ''} ::= BEGIN")
        lines.append("")
        if self.imports:
            lines.append("IMPORTS")
            for source in sorted(self.imports):
                names = sorted(self.imports[source])
                lines.append("  " + ", ".join(names))
                lines.append(f"    FROM {source}")
            lines[-1] += ";"
            lines.append("")
        return lines

    def type(self, kind, path, depth):
        tag = ""
        if kind.tag is not None:
            tag = f"[{kind.tag_class + ' ' if kind.tag_class else ''}{kind.tag}] "
            if kind.tag_mode:
                tag += kind.tag_mode + " "
        return tag + self.untagged(kind, path, depth)

    def untagged(self, kind, path, depth):
        constraint = "".join(f" ({self.constraint(tokens, path)})" for tokens in kind.constraint)
        if kind.kind in ("SEQUENCE", "SET", "CHOICE"):
            return kind.kind + " " + self.members(kind, path, depth) + constraint
        if kind.kind in ("SEQUENCE OF", "SET OF"):
            size = f" ({self.constraint(kind.of_constraint, path)})" if kind.of_constraint else ""
            element = self.element(kind.element, path)
            return kind.kind.replace(" OF", size + " OF ") + self.type(element, path, depth) + constraint
        if kind.kind == "ENUMERATED" or (kind.named and kind.kind in ("INTEGER", "BIT STRING")):
            return kind.kind + " " + self.numbers(kind.named, depth) + constraint
        if kind.kind == "REF":
            return self.reference(kind.ref, kind.ref_module) + constraint
        return kind.kind + constraint

    def element(self, element, path):
        """asn1c cannot compile some inline element types: those get a name of their own."""
        inline_range = element.kind == "INTEGER" and element.constraint
        inline_fields = element.kind in ("SEQUENCE", "SET", "CHOICE")
        if not (inline_range or (inline_fields and self.module.name == "PCESP")):
            return element
        name = path.replace(".", "-") + "-Item"
        self.extra.append((name, element))
        self.names.unique[(self.module.name, name)] = name
        self.module.types[name] = element
        return Type("REF", ref=name)

    def members(self, kind, path, depth):
        if not kind.members:
            return "{}"
        pad = "  " * (depth + 1)
        width = max([len(m.name) for m in kind.members if isinstance(m, Member)] or [0])
        lines = []
        for member in kind.members:
            if member == "...":
                lines.append(pad + "...")
                continue
            line = pad + member.name.ljust(width + 1) + self.type(member.type, f"{path}.{member.name}", depth + 1)
            if member.optional:
                line += " OPTIONAL"
            if member.default is not None:
                line += f" DEFAULT {member.default}"
            lines.append(line)
        return "{\n" + ",\n".join(lines) + "\n" + "  " * depth + "}"

    @staticmethod
    def numbers(named, depth):
        pad = "  " * (depth + 1)
        lines = [pad + ("..." if item == "..." else item[0] if item[1] is None else f"{item[0]}({item[1]})")
                 for item in named]
        return "{\n" + ",\n".join(lines) + "\n" + "  " * depth + "}"

    def constraint(self, tokens, path):
        out, qualifier = [], ""
        for index, token in enumerate(tokens):
            after = tokens[index + 1] if index + 1 < len(tokens) else ""
            if token.lstrip("-").isdigit() and int(token) > LARGEST:
                self.big_bounds.append((path, token))
                token = str(LARGEST)
            elif after == "." and token[0].isupper():
                qualifier = token
                continue
            elif token == ".":
                continue
            elif index and tokens[index - 1] in ("CONTAINING", "."):
                token = self.reference(token, qualifier)
            elif token[0].islower():
                token = self.names.unique.get((self.module.name, token), token)
            out.append(token)
        return asn1_module.join(out)


def references(kind):
    if kind.kind == "REF" and not kind.ref_module:
        yield kind.ref
    if kind.element:
        yield from references(kind.element)
    for member in kind.members:
        if isinstance(member, Member):
            yield from references(member.type)


def load_config():
    with open(os.path.join(HERE, "modules.json"), encoding="utf-8") as stream:
        return json.load(stream)


def read_modules(paths):
    return {module.name: module for path in paths for module in asn1_module.read(path)}


def published_of_ours(config, missing):
    """Modules that are not given on the command line are read back from asn1/, their names undone."""
    back = {(row[1], row[0]): row[2] for row in load_tsv("names.tsv")}
    modules = {}
    for name in missing:
        path = os.path.join(HERE, config[name]["file"])
        if os.path.exists(path):
            for module in asn1_module.read(path):
                module.types = {back.get((module.name, k), k): v for k, v in module.types.items()}
                module.values = {back.get((module.name, k), k): v for k, v in module.values.items()}
                modules[module.name] = module
    return modules


def write_tsv(path, title, rows):
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(f"# {title}\n")
        stream.writelines("\t".join(row) + "\n" for row in rows)


def run_import(paths, out):
    config = load_config()
    given = read_modules(paths)
    unknown = [name for name in given if name not in config]
    if unknown:
        raise SystemExit(f"modules.json has no entry for {', '.join(unknown)}")
    others = published_of_ours(config, [name for name in config if name not in given])
    names = Names(config, {**given, **others})
    notes = {(row[0], row[1]): row[2] for row in load_tsv("notes.tsv")}
    bounds = [row for row in load_tsv("published-bounds.tsv") if row[0] not in given]
    for name, module in given.items():
        writer = Writer(names, module, config[name], notes)
        count = len(module.types)
        body = writer.text()
        target = os.path.join(out, config[name]["file"])
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="utf-8") as stream:
            stream.write(body)
        bounds += [(name, where, bound) for where, bound in writer.big_bounds]
        print(f"{target}: {count} types")
    renamed = sorted((new, module, old) for (module, old), new in names.unique.items() if new != old)
    write_tsv(os.path.join(out, "names.tsv"), "our name, module, published name", renamed)
    write_tsv(os.path.join(out, "published-bounds.tsv"), "module, member of ours, published upper bound (written as 2^63-1)",
              sorted(tuple(row) for row in bounds))


def shape(kind):
    """What a type looks like on the wire, names of types included, bounds left out."""
    tag = f"[{kind.tag}] " if kind.tag is not None else ""
    if kind.kind == "REF":
        return tag + kind.ref
    if kind.element:
        return tag + kind.kind + " " + shape(kind.element)
    return tag + kind.kind


def run_diff(old_path, new_path):
    old = read_modules([old_path])
    for module in read_modules([new_path]).values():
        before = old.get(module.name)
        if before is None:
            print(f"module {module.name}: new")
            continue
        for name in before.types:
            if name not in module.types:
                print(f"- {name}: gone")
        for name, kind in module.types.items():
            if name not in before.types:
                print(f"+ {name}: new")
                continue
            diff_type(name, before.types[name], kind)


def diff_type(name, before, after):
    if before.kind != after.kind or (before.kind == "REF" and before.ref != after.ref):
        print(f"! {name}: {shape(before)} is now {shape(after)}")
    by_tag = {m.type.tag: m for m in before.members if isinstance(m, Member)}
    for member in after.members:
        if not isinstance(member, Member):
            continue
        was = by_tag.pop(member.type.tag, None)
        if was is None:
            print(f"+ {name} [{member.type.tag}] {member.name}{'' if member.optional else ' (mandatory)'}")
        elif shape(was.type) != shape(member.type):
            print(f"! {name} [{member.type.tag}]: {was.name} {shape(was.type)} is now {member.name} {shape(member.type)}")
        elif was.name != member.name:
            print(f"~ {name} [{member.type.tag}]: {was.name} is now called {member.name}")
        elif was.optional != member.optional:
            print(f"~ {name} [{member.type.tag}] {member.name}: {'OPTIONAL' if member.optional else 'mandatory'} now")
    for tag, was in by_tag.items():
        print(f"- {name} [{tag}] {was.name}: gone")
    old_numbers = {item[0]: item[1] for item in before.named if item != "..."}
    for item in after.named:
        if item != "..." and old_numbers.get(item[0], item[1]) != item[1]:
            print(f"! {name}: enumerator {item[0]} was {old_numbers[item[0]]}, is {item[1]}")
        elif item != "..." and item[0] not in old_numbers:
            print(f"+ {name}: enumerator {item[0]}({item[1]})")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--diff", action="store_true", help="compare two releases of one module")
    parser.add_argument("--out", default=HERE, help="folder to write to (default: asn1/ itself)")
    parser.add_argument("module", nargs="+")
    arguments = parser.parse_args()
    try:
        if arguments.diff:
            if len(arguments.module) != 2:
                parser.error("--diff takes two modules")
            run_diff(*arguments.module)
        else:
            run_import(arguments.module, arguments.out)
    except (asn1_module.SyntaxProblem, OSError) as problem:
        sys.exit(f"import.py: {problem}")


if __name__ == "__main__":
    main()
