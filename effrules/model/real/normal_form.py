"""The normal form of an expression that proofs of identities rest on (see ``identities``).

A form is a mapping from monomials to rational coefficients; a monomial is a sorted tuple of atoms (by number)
with their rational exponents. Exponents of integers lie between 0 and 1, those of sums below 1: whole powers
are multiplied out.
"""

from __future__ import annotations

from attrs import define, field
from flint import fmpq, fmpz

from effrules.model.real.forms import (
    MOST_TERMS,
    Atom,
    ExpAtom,
    Form,
    IntegerAtom,
    LnAtom,
    LnOfAtom,
    Monomial,
    SumAtom,
    Unfactored,
    constant,
    form_in,
    scaled,
    summands,
    total,
)
from effrules.model.real.limits import Budget, TooLarge
from effrules.model.real.terms import Body, Exp, Ln, Num, Power, Product, Real, Root, Sum, parts

_MOST_BITS = 200_000


@define
class NormalForms:
    """Normal forms over one base of integers (None: integers are taken as they stand)."""

    base: list[fmpz] | None
    integers: set[int]
    """Every integer that was met."""
    budget: Budget
    met_new_integers: bool = field(default=False, init=False)
    _numbers: dict[Atom, int] = field(factory=dict, init=False)
    _atoms: list[Atom] = field(factory=list, init=False)

    def of(self, value: Num) -> Form:
        """The form of a number; expressions of any depth are walked without recursion."""
        if isinstance(value, fmpq):
            return constant(value)
        known: dict[int, Form] = {}
        path: list[Body] = [value.body]
        while path:
            top = path[-1]
            operands = summands(top) if isinstance(top, Sum) else [(fmpq(1), part) for part in parts(top)]
            bodies = [part.body for _, part in operands if isinstance(part, Real)]
            below = [body for body in bodies if id(body) not in known]
            if below:
                path.extend(below)
                continue
            path.pop()
            if id(top) not in known:
                forms = [scaled(form_in(known, part), factor) for factor, part in operands]
                known[id(top)] = self._apply(top, forms)
        return scaled(known[id(value.body)], value.coefficient)

    def _apply(self, body: Body, forms: list[Form]) -> Form:
        match body:
            case Root(radicand=radicand, index=index):
                return self._rational_power(radicand, fmpq(1, index))
            case Ln():
                return self._ln(forms[0])
            case Exp():
                return self._exp(forms[0])
            case Sum():
                return total(forms, self.budget)
            case Product():
                return self._product(forms[0], forms[1])
            case Power(exponent=exponent):
                return self._power(forms[0], exponent)
            case _:
                raise TypeError(f"no such operation: {type(body).__name__}")

    # -- Integers -----------------------------------------------------------------------------------------

    def _factors(self, number: fmpz) -> list[tuple[fmpz, int]]:
        """An integer (at least 1) as a product of powers of the base."""
        if number == 1:
            return []
        if int(number) not in self.integers:
            self.integers.add(int(number))
            self.met_new_integers = True
        if self.base is None:
            return [(number, 1)]
        found = []
        for member in self.base:
            exponent = 0
            while number % member == 0:
                number //= member
                exponent += 1
            if exponent:
                found.append((member, exponent))
        if number != 1:
            raise Unfactored
        return found

    def _rational_factors(self, value: fmpq) -> list[tuple[fmpz, int]]:
        above, below = self._factors(value.p), self._factors(value.q)
        return above + [(member, -exponent) for member, exponent in below]

    # -- Operations on forms ------------------------------------------------------------------------------

    def _atom(self, atom: Atom) -> int:
        if atom not in self._numbers:
            self._numbers[atom] = len(self._atoms)
            self._atoms.append(atom)
        return self._numbers[atom]

    def _term(self, coefficient: fmpq, exponents: dict[int, fmpq]) -> Form:
        """A coefficient times powers of atoms, with whole powers of integers and of sums multiplied out."""
        self.budget.spend(1 + len(exponents) + coefficient.height_bits() // 256)
        monomial: list[tuple[int, fmpq]] = []
        sums: list[tuple[SumAtom, int]] = []
        for number, exponent in sorted(exponents.items()):
            atom = self._atoms[number]
            if isinstance(atom, IntegerAtom):
                whole = int(exponent.floor())
                if abs(whole) * atom.number.bit_length() > _MOST_BITS:
                    raise TooLarge
                coefficient *= fmpq(atom.number) ** whole
                exponent -= whole
            elif isinstance(atom, SumAtom) and exponent >= 1:
                whole = int(exponent.floor())
                sums.append((atom, whole))
                exponent -= whole
            if exponent != 0:
                monomial.append((number, exponent))
        result: Form = {tuple(monomial): coefficient}
        for atom, whole in sums:
            for _ in range(whole):
                result = self._product(result, dict(atom.terms))
        return result

    def _product(self, left: Form, right: Form) -> Form:
        if len(left) * len(right) > MOST_TERMS:
            raise TooLarge
        terms: list[Form] = []
        for one, a in left.items():
            for other, b in right.items():
                exponents = dict(one)
                for number, exponent in other:
                    exponents[number] = exponents.get(number, fmpq(0)) + exponent
                terms.append(self._term(a * b, exponents))
        return total(terms, self.budget)

    def _rational_power(self, value: fmpq, exponent: fmpq) -> Form:
        exponents: dict[int, fmpq] = {}
        for member, times in self._rational_factors(value):
            number = self._atom(IntegerAtom(int(member)))
            exponents[number] = exponents.get(number, fmpq(0)) + times * exponent
        return self._term(fmpq(1), exponents)

    def _as_monomial(self, form: Form) -> tuple[fmpq, Monomial]:
        """A form above 0 as a coefficient above 0 times a monomial of atoms that are above 0."""
        if len(form) == 1:
            ((monomial, coefficient),) = form.items()
            if coefficient > 0 and not any(isinstance(self._atoms[n], LnOfAtom) for n, _ in monomial):
                return coefficient, monomial
        if not form:
            raise TooLarge  # a divisor or argument that is zero is refused where it is built
        ordered = sorted(form.items())
        content = abs(ordered[0][1])
        atom = SumAtom(tuple((monomial, coefficient / content) for monomial, coefficient in ordered))
        return content, ((self._atom(atom), fmpq(1)),)

    def _power(self, form: Form, exponent: fmpq) -> Form:
        if exponent.q == 1 and 0 < exponent <= 16:
            result = form
            for _ in range(int(exponent.p) - 1):
                result = self._product(result, form)
            return result
        content, monomial = self._as_monomial(form)
        powers = self._term(fmpq(1), {number: power * exponent for number, power in monomial})
        return self._product(self._rational_power(content, exponent), powers)

    def _ln(self, form: Form) -> Form:
        content, monomial = self._as_monomial(form)
        factors = self._rational_factors(content)
        terms = [scaled(self._ln_of_integer(member), fmpq(times)) for member, times in factors]
        for number, exponent in monomial:
            atom = self._atoms[number]
            if isinstance(atom, IntegerAtom):
                terms.append(scaled(self._ln_of_integer(fmpz(atom.number)), exponent))
            elif isinstance(atom, ExpAtom):
                terms.append({atom.monomial: exponent})
            else:
                terms.append({((self._atom(LnOfAtom(number)), fmpq(1)),): exponent})
        return total(terms, self.budget)

    def _ln_of_integer(self, number: fmpz) -> Form:
        return {((self._atom(LnAtom(int(number))), fmpq(1)),): fmpq(1)}

    def _exp(self, form: Form) -> Form:
        exponents: dict[int, fmpq] = {}
        for monomial, coefficient in form.items():
            number = self._base_of_exp(monomial)
            exponents[number] = exponents.get(number, fmpq(0)) + coefficient
        return self._term(fmpq(1), exponents)

    def _base_of_exp(self, monomial: Monomial) -> int:
        """The atom that e to the power of a monomial is."""
        if len(monomial) == 1 and monomial[0][1] == 1:
            match self._atoms[monomial[0][0]]:
                case LnAtom(number=number):
                    return self._atom(IntegerAtom(number))
                case LnOfAtom(atom=atom):
                    return atom
                case _:
                    pass
        return self._atom(ExpAtom(monomial))

    # -- Proofs -------------------------------------------------------------------------------------------

    def zero(self, form: Form) -> fmpq | None:
        """0 if the form is zero."""
        return None if self._without_divisors(form)[0] else fmpq(0)

    def constant(self, form: Form) -> fmpq | None:
        """The rational that the form is, if it is one: its dividend is a multiple of its divisor."""
        dividend, divisor = self._without_divisors(form)
        if not dividend:
            return fmpq(0)
        monomial, coefficient = next(iter(dividend.items()))
        if monomial not in divisor:
            return None
        ratio = coefficient / divisor[monomial]
        return ratio if dividend == scaled(divisor, ratio) else None

    def _without_divisors(self, form: Form) -> tuple[Form, Form]:
        """``form`` times every sum that it is divided by, so that like terms meet; and that multiplier."""
        multiplier = constant(fmpq(1))
        for _ in range(64):
            divisor, times = self._a_divisor(form)
            if divisor is None:
                return form, multiplier
            factor: Form = {((divisor, fmpq(times)),): fmpq(1)}
            form, multiplier = self._product(form, factor), self._product(multiplier, factor)
        raise TooLarge

    def _a_divisor(self, form: Form) -> tuple[int | None, int]:
        lowest: dict[int, fmpq] = {}
        for monomial in form:
            for number, exponent in monomial:
                if exponent < 0 and isinstance(self._atoms[number], SumAtom):
                    lowest[number] = min(exponent, lowest.get(number, exponent))
        for number, exponent in lowest.items():
            return number, -int(exponent.floor())
        return None, 0
