"""Rows of one kind of record, made when they are first read: most of a decision's thousands of rows are never shown.

Plain tuples would be simpler. To make all rows of the ten samples takes 1.5 s of processor time, where their
assessments without them take 3.0 s: a page that is redrawn after every answer should not pay for them.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar, get_args, overload

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

T = TypeVar("T")


class Rows(Sequence[T]):
    """What ``tuple(make())`` has, made once, when somebody reads it.

    ``make`` gives the same rows whenever it is called. Two that have the same rows are equal; in JSON and in a schema
    they are a plain list, and in a pickle one of their own, opened when somebody reads them. As a field of a record,
    any sequence of valid rows will do.
    """

    __slots__ = ("_bare", "_change", "_made", "_make")

    def __init__(
        self,
        make: Callable[[], Iterable[T]],
        *,
        bare: Rows[T] | None = None,
        change: Callable[[T], T] | None = None,
    ) -> None:
        self._make: Callable[[], Iterable[T]] | None = make
        self._made: tuple[T, ...] | None = None
        self._bare, self._change = bare, change

    @classmethod
    def of(cls, made: Iterable[T]) -> Self:
        """Rows that are there already."""
        rows = cls(tuple)
        rows._made, rows._make = tuple(made), None
        return rows

    def each(self, change: Callable[[T], T]) -> Self:
        """The same rows, each changed (by a function of a module, or a partial of one) when they are first read."""
        changes = change if self._change is None else _Both(self._change, change)
        return type(self)(lambda: map(change, self), bare=self.bare, change=changes)

    @property
    def bare(self) -> Rows[T]:
        """The rows as they were before ``each``: for who needs only what no change touches, and not its time."""
        return self if self._bare is None else self._bare

    def _read(self) -> tuple[T, ...]:
        make = self._make  # another thread may drop it meanwhile; both make the same
        if self._made is None and make is not None:
            self._made = tuple(make())
            self._make = None
        return self._made or ()

    def __len__(self) -> int:
        return len(self._read() if self._bare is None else self._bare)

    def __iter__(self) -> Iterator[T]:
        return iter(self._read())

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[T, ...]: ...
    def __getitem__(self, place: int | slice) -> T | tuple[T, ...]:
        """One row, or a tuple of some."""
        return self._read()[place]

    def __eq__(self, other: object) -> bool:
        return self._read() == tuple(other) if isinstance(other, Rows | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._read())

    def __repr__(self) -> str:
        return repr(self._read())

    def __reduce__(self) -> tuple[Callable[..., Rows[T]], tuple[Any, ...]]:
        if self._made is None and self._bare is not None and self._change is not None:
            return _changed, (self._bare, self._change)  # whoever opens it changes what they read
        return _packed, (pickle.dumps(self._read(), protocol=pickle.HIGHEST_PROTOCOL),)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """As a tuple of rows, but rows that are not made yet stay so."""
        listed = handler.generate_schema(tuple.__class_getitem__((*get_args(source), ...)))

        def taken(given: Any, validated: core_schema.ValidatorFunctionWrapHandler) -> Rows[T]:
            return given if isinstance(given, Rows) else cls.of(validated(given))

        return core_schema.no_info_wrap_validator_function(
            taken, listed, serialization=core_schema.plain_serializer_function_ser_schema(tuple, return_schema=listed)
        )


def _packed(content: bytes) -> Rows[Any]:
    """Rows as they come out of a pickle: to make all of them holds the interpreter for half a second."""
    return Rows(lambda: pickle.loads(content))  # noqa: S301 - part of a pickle that is being opened


def _changed(bare: Rows[Any], change: Callable[[Any], Any]) -> Rows[Any]:
    return bare.each(change)


@dataclass(frozen=True, slots=True)
class _Both(Generic[T]):
    """One change after another."""

    first: Callable[[T], T]
    then: Callable[[T], T]

    def __call__(self, row: T) -> T:
        return self.then(self.first(row))
