"""Which small changes of a source can be made? Each is one slip of the kind that people make.

- a comparison, an arithmetic or a boolean operator is swapped for its neighbour, a condition is negated
- an int is one more, a float is doubled, True is False
- `min` is `max`, and so on for the other names of `_NAMES`
- a returned value is the empty one of its type
- a statement that is only there for its effect is left out; `break` is `continue`

Left out by rule is what cannot change a result: docstrings and the text of messages (f-strings, and of a `raise` all
but that it is raised), annotations and unions of types, decorators, asserts, `if TYPE_CHECKING`, protocols, `__repr__`,
`__str__`, `__all__`, `__slots__`, calls of `logging`, and the keywords of `_KEYWORDS`.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass, replace

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_OPPOSED = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.In, ast.NotIn)  # swapping these is negating the comparison
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
}
_PAIRS = (
    ("min", "max"),
    ("any", "all"),
    ("minimum", "maximum"),
    ("argmin", "argmax"),
    ("floor", "ceil"),
    ("startswith", "endswith"),
    ("lstrip", "rstrip"),
    ("find", "rfind"),
    ("bisect_left", "bisect_right"),
    ("intersection", "union"),
)
_NAMES = {name: other for pair in _PAIRS for name, other in (pair, pair[::-1])}
_SIDES = {"left": "right", "right": "left"}
_EMPTY = {"int": "0", "float": "0.0", "str": "''", "bytes": "b''", "list": "[]", "tuple": "()", "dict": "{}"}
_EMPTY |= {"set": "set()", "frozenset": "frozenset()", "Iterator": "iter(())", "Iterable": "()", "Sequence": "()"}
_KEYWORDS = frozenset({"strict", "stacklevel", "encoding", "errors", "copy"})  # checks of our own, and plain costs
_SILENT = frozenset({"__repr__", "__str__"})
_LISTS = frozenset({"__all__", "__slots__"})


@dataclass(frozen=True)
class Mutation:
    """Bytes `start` to `end` of a source become `text`. `before` and `after` say it in one line each, without comments;
    `scope` is the qualified name of the function, constant or class, "module" elsewhere; `line` counts from 1."""

    scope: str
    before: str
    after: str
    line: int
    start: int
    end: int
    text: str

    def applied(self, source: str) -> str:
        """The source with this change."""
        data = source.encode()
        return (data[: self.start] + self.text.encode() + data[self.end :]).decode()


def changes(source: str) -> list[Mutation]:
    """All changes of the source, in the order they stand; each leaves a source that compiles."""
    return list(_Finder(source).walked(ast.parse(source), _Place()))


@dataclass(frozen=True)
class _Place:
    """Where the walk is: the names around a node, what the function there returns, and whether there is one."""

    names: tuple[str, ...] = ()
    returns: ast.expr | None = None
    inside: bool = False


class _Finder:
    """Walks a tree and says what can be changed."""

    def __init__(self, source: str) -> None:
        self._starts = [0]
        for line in source.encode().split(b"\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)

    def walked(self, node: ast.AST, place: _Place) -> Iterator[Mutation]:
        """The changes of a node and of all below it that are not left out by rule."""
        if _left_out(node):
            return
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            returns = node.returns if isinstance(node, ast.FunctionDef) else None
            place = _Place((*place.names, node.name), returns, isinstance(node, ast.FunctionDef))
        elif isinstance(node, ast.Assign | ast.AnnAssign) and not place.inside:
            name = ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
            place = replace(place, names=(*place.names, name))
        for target, text in _expressions(node) if isinstance(node, ast.expr) else _statements(node, place.returns):
            yield self._change(target, text, place)
        for child in _children(node):
            yield from self.walked(child, place)

    def _change(self, node: ast.expr | ast.stmt, text: str, place: _Place) -> Mutation:
        assert node.end_lineno is not None and node.end_col_offset is not None
        start = self._starts[node.lineno - 1] + node.col_offset
        end = self._starts[node.end_lineno - 1] + node.end_col_offset
        scope = ".".join(place.names) or "module"
        after = text[1:-1] if text.startswith("(") and isinstance(node, ast.expr) and len(text) > 2 else text
        return Mutation(scope, ast.unparse(node), after, node.lineno, start, end, text)


def _left_out(node: ast.AST) -> bool:
    """Whether a rule leaves the node out, and all below it."""
    match node:
        case ast.JoinedStr() | ast.Assert() | ast.Import() | ast.ImportFrom():
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.ClassDef(bases=bases):
            return any("Protocol" in ast.unparse(base) for base in bases)
        case ast.FunctionDef(name=name):
            return name in _SILENT
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name in _LISTS or _is_type(node.value)
        case ast.keyword(arg=str(name)):
            return name in _KEYWORDS
        case ast.Expr(value=ast.Call(func=function)):
            return ast.unparse(function).startswith("logging.")
    return False


def _is_type(node: ast.expr) -> bool:
    """Whether this is a union of types: `A | B[C] | None`."""
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr)):
        return False
    sides = [side for side in ast.walk(node) if isinstance(side, ast.Name | ast.Constant | ast.Attribute)]
    return all(isinstance(side, ast.Constant) or ast.unparse(side).split(".")[-1][:1].isupper() for side in sides)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """What is walked below a node: neither annotations nor decorators, and nothing of a `raise`."""
    if isinstance(node, ast.Raise):
        return
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"isinstance", "issubclass"}:
        yield node.args[0]
        return
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "decorator_list", "bases"}:
            continue
        yield from (child for child in (value if isinstance(value, list) else [value]) if isinstance(child, ast.AST))


def _other_names(node: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    """The counterpart of a name that has one, such as `max` for `min`."""
    match node:
        case ast.Name(id=name) if name in _NAMES:
            yield node, _NAMES[name]
        case ast.Attribute(attr=name) if name in _NAMES:
            yield node, ast.unparse(_with(node, attr=_NAMES[name]))


def _expressions(node: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    """What may stand in place of an expression."""
    match node:
        case ast.Compare(ops=ops):
            for number, operator in enumerate(ops):
                swapped = copy.deepcopy(node)
                swapped.ops[number] = _COMPARISONS[type(operator)]()
                yield node, f"({ast.unparse(swapped)})"
        case ast.BinOp(op=operator) if type(operator) in _ARITHMETIC and not _is_type(node):
            yield node, f"({ast.unparse(_with(node, op=_ARITHMETIC[type(operator)]()))})"
        case ast.BoolOp(op=operator):
            other = ast.Or() if isinstance(operator, ast.And) else ast.And()
            yield node, f"({ast.unparse(_with(node, op=other))})"
        case ast.UnaryOp(op=ast.Not()):
            yield node, f"({ast.unparse(node.operand)})"
        case ast.IfExp(test=test) if not _opposed(test):
            yield test, _negated(test)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            tests = (test for part in node.generators for test in part.ifs if not _opposed(test))
            yield from ((test, _negated(test)) for test in tests)
        case ast.Constant(value=value):
            yield from ((node, text) for text in _other_constant(value))
        case _:
            yield from _other_names(node)


def _other_constant(value: object) -> Iterator[str]:
    """What may stand in place of a constant: nothing, for most texts."""
    if isinstance(value, bool):
        yield str(not value)
    elif isinstance(value, int):
        yield str(value + 1)
    elif isinstance(value, float):
        yield repr(value * 2 or 1.0)
    elif isinstance(value, str) and value in _SIDES:
        yield repr(_SIDES[value])


def _statements(node: ast.AST, returns: ast.expr | None) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """What may stand in place of a statement, or of the condition that it asks."""
    match node:
        case ast.If(test=test) | ast.While(test=test) if not _opposed(test):
            yield test, _negated(test)
        case ast.Return(value=ast.expr() as value):
            text = _nothing(value, returns)
            if not isinstance(value, ast.Constant) and ast.unparse(value) != text:
                yield value, text
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()) | ast.Delete() | ast.Raise():
            yield node, "pass"
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield node, "pass"
        case ast.AugAssign(op=operator):
            yield node, "pass"
            if type(operator) in _ARITHMETIC:
                yield node, ast.unparse(_with(node, op=_ARITHMETIC[type(operator)]()))
        case ast.Break():
            yield node, "continue"
        case ast.Continue():
            yield node, "break"


def _nothing(value: ast.expr, returns: ast.expr | None) -> str:
    """The empty value of the type that a function returns: the opposite where it is a bool, None where unknown."""
    kind = ast.unparse(returns) if returns is not None else ""
    if kind == "bool":
        return _negated(value)
    if kind.endswith("| None"):
        return "None"
    if kind.startswith(("NDArray", "np.ndarray")) or kind in {"Int32s", "Int64s", "Floats", "Bools"}:
        return f"({ast.unparse(value)} * 0)"
    return _EMPTY.get(kind.split("[")[0], "None")


def _negated(test: ast.expr) -> str:
    return f"(not ({ast.unparse(test)}))"


def _opposed(test: ast.expr) -> bool:
    """Whether another change negates this condition already."""
    if isinstance(test, ast.Compare):
        return len(test.ops) == 1 and isinstance(test.ops[0], _OPPOSED)
    return isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)


def _with(node: ast.AST, **fields: object) -> ast.AST:
    """A copy of a node with other fields."""
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other
