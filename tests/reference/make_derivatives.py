"""Derivatives of random formulas, to 50 digits and with no limit to the exponent, by mpmath.

    python make_derivatives.py > derivatives.json

Formulas are drawn with a fixed seed from every function that the language has. Value, slopes and curvatures are carried
through each of them together, function by function (forward mode, second order), so that nothing here is shared with the
symbolic derivatives under test. Each row: the formula `f`, and for each place `at`

- `value`, "pole" where something is divided by 0 on the way; `derivatives` [∂x, ∂y, ∂xx, ∂xy, ∂yy]: decimal strings; null
  where there is none;
- `noise`: for each of the derivatives what is inherently lost: the largest change among some evaluations in which the
  result of every operation is off by one part in 2^53. Where it is as large as the derivative itself, all digits cancel.

At kinks and edges PyTorch's conventions hold: |x|′ = 0 at 0, half of either side at a tie, 0ᵛ flat for v ≥ 0.
"""
import json, random
from mpmath import mp, mpf
mp.dps = 50
RANDOM = random.Random(12)
TRIALS = 6


class Undefined(Exception):
    pass


class Pole(Exception):
    """A division by zero: infinite, of which other operations may make a number again."""


NOTHING = 0    # the derivative of what does not depend on a variable: unlike mpf(0), whatever it is multiplied by


class Jet:
    """A value with its slopes (x, y) and curvatures (xx, xy, yy); None for a derivative that there is not."""
    rounding = None

    def __init__(self, value, slopes=(NOTHING,)*2, curvatures=(NOTHING,)*3):
        exact = lambda number: number is None or number is NOTHING or Jet.rounding is None
        shaken = lambda number: number if exact(number) else number*(1 + Jet.rounding())
        self.v, self.g, self.h = shaken(value), [shaken(s) for s in slopes], [shaken(c) for c in curvatures]


PAIRS = [(0, 0), (0, 1), (1, 1)]


def total(*terms):
    """Σ of products; one with a missing factor is missing, as 0 · ∞ is."""
    terms = [term for term in terms if not any(factor is NOTHING for factor in term)]
    if any(factor is None for term in terms for factor in term):
        return None
    return sum((mp.fprod(term) for term in terms), mpf(0)) if terms else NOTHING


def chain(u, value, first, second):
    return Jet(value, [total((first, a)) for a in u.g],
               [total((first, u.h[k]), (second, u.g[i], u.g[j])) for k, (i, j) in enumerate(PAIRS)])


def chain2(u, v, value, fu, fv, fuu, fuv, fvv):
    return Jet(value, [total((fu, a), (fv, b)) for a, b in zip(u.g, v.g)],
               [total((fu, u.h[k]), (fv, v.h[k]), (fuu, u.g[i], u.g[j]), (fvv, v.g[i], v.g[j]),
                      (fuv, u.g[i], v.g[j]), (fuv, v.g[i], u.g[j])) for k, (i, j) in enumerate(PAIRS)])


def power(u, v):
    a, n = u.v, v.v
    whole = n == mp.floor(n)
    is_number = all(s is NOTHING for s in v.g + v.h)
    if a < 0 and not whole:
        raise Undefined
    if a == 0 and n < 0:
        raise Pole
    if a == 0:
        at = lambda m: mpf(1) if m == 0 else mpf(0) if m > 0 else None
        first = mpf(0) if n == 0 else None if at(n - 1) is None else n*at(n - 1)
        second = mpf(0) if is_number and n in (0, 1) else None if at(n - 2) is None else n*(n - 1)*at(n - 2)
        mixed = None if n <= 1 else mpf(0)
        if is_number:
            mixed = mpf(0)
        return chain2(u, v, at(n), first, mpf(0), second, mixed, mpf(0))
    if abs(n)*(1 + abs(mp.log(abs(a)))) > 10**6:
        raise OverflowError
    value = a**int(n) if whole and abs(n) < 10**6 else mp.power(a, n)
    log = mp.log(a) if a > 0 else None
    return chain2(u, v, value, n*value/a, None if log is None else value*log, n*(n - 1)*value/a**2,
                  None if log is None else value/a*(1 + n*log), None if log is None else value*log**2)


def divide(u, v):
    if v.v == 0:
        raise Undefined if u.v == 0 else Pole
    y = u.v/v.v
    return chain2(u, v, y, 1/v.v, -y/v.v, NOTHING, -1/v.v**2, 2*y/v.v**2)


def choose(u, v, sign):
    if u.v == v.v:
        half = lambda a, b: None if a is None or b is None else (a + b)/2
        return Jet(u.v, [half(a, b) for a, b in zip(u.g, v.g)], [half(a, b) for a, b in zip(u.h, v.h)])
    return u if (u.v > v.v) == (sign > 0) else v


def within(condition, otherwise, make):
    if not condition:
        raise otherwise
    return make()


def asin(u, sign):
    if abs(u.v) > 1:
        raise Undefined
    value = mp.asin(u.v) if sign > 0 else mp.acos(u.v)
    rest = (1 - u.v)*(1 + u.v)
    return chain(u, value, sign/mp.sqrt(rest) if rest else None, sign*u.v/rest/mp.sqrt(rest) if rest else None)


FUNCTIONS = {
    "sin": lambda u: chain(u, mp.sin(u.v), mp.cos(u.v), -mp.sin(u.v)),
    "cos": lambda u: chain(u, mp.cos(u.v), -mp.sin(u.v), -mp.cos(u.v)),
    "tan": lambda u: chain(u, mp.tan(u.v), 1/mp.cos(u.v)**2, 2*mp.tan(u.v)/mp.cos(u.v)**2),
    "asin": lambda u: asin(u, 1),
    "acos": lambda u: asin(u, -1),
    "atan": lambda u: chain(u, mp.atan(u.v), 1/(1 + u.v**2), -2*u.v/(1 + u.v**2)**2),
    "sinh": lambda u: chain(u, mp.sinh(u.v), mp.cosh(u.v), mp.sinh(u.v)),
    "cosh": lambda u: chain(u, mp.cosh(u.v), mp.sinh(u.v), mp.cosh(u.v)),
    "tanh": lambda u: chain(u, mp.tanh(u.v), mp.sech(u.v)**2, -2*mp.tanh(u.v)*mp.sech(u.v)**2),
    "exp": lambda u: chain(u, mp.exp(u.v), mp.exp(u.v), mp.exp(u.v)),
    "log": lambda u: within(u.v > 0, Undefined if u.v < 0 else Pole, lambda: chain(u, mp.log(u.v), 1/u.v, -1/u.v**2)),
    "sqrt": lambda u: within(u.v >= 0, Undefined, lambda: chain(u, mp.sqrt(u.v), 1/(2*mp.sqrt(u.v)) if u.v else None,
                                                     -1/(4*u.v*mp.sqrt(u.v)) if u.v else None)),
    "abs": lambda u: chain(u, abs(u.v), mp.sign(u.v), NOTHING),
    "sign": lambda u: chain(u, mp.sign(u.v), NOTHING, NOTHING),
}
OPERATIONS = {
    "+": lambda u, v: chain2(u, v, u.v + v.v, mpf(1), mpf(1), NOTHING, NOTHING, NOTHING),
    "-": lambda u, v: chain2(u, v, u.v - v.v, mpf(1), mpf(-1), NOTHING, NOTHING, NOTHING),
    "*": lambda u, v: chain2(u, v, u.v*v.v, v.v, u.v, NOTHING, mpf(1), NOTHING),
    "/": divide, "^": power,
    "min": lambda u, v: choose(u, v, -1), "max": lambda u, v: choose(u, v, 1),
}


def draw(depth):
    """A formula as (text, function of the jets of x and y)."""
    if depth == 0 or RANDOM.random() < 0.15:
        name = RANDOM.choice("xxxyyy12p")
        if name in "xy":
            return name, lambda x, y: x if name == "x" else y
        if name == "p":
            return "pi", lambda x, y: Jet(mpf(float(mp.pi)))
        number = RANDOM.choice([0.5, 2.0, 3.0, 1.5, 0.25, 7.0])
        return f"{number:g}", lambda x, y: Jet(mpf(number))
    kind = RANDOM.random()
    if kind < 0.4:
        name = RANDOM.choice(list(FUNCTIONS))
        text, inner = draw(depth - 1)
        return f"{name}({text})", lambda x, y: FUNCTIONS[name](inner(x, y))
    if kind < 0.5:
        text, inner = draw(depth - 1)
        n = RANDOM.choice([-2, -1, 0, 1, 2, 3, 4])
        return f"(({text})^{n})", lambda x, y: power(inner(x, y), Jet(mpf(n)))
    name = RANDOM.choice(["+", "-", "*", "*", "/", "/", "^", "min", "max"])
    (a, left), (b, right) = draw(depth - 1), draw(depth - 1)
    text = f"{name}({a}, {b})" if name in ("min", "max") else f"({a} {name} {b})"
    return text, lambda x, y: OPERATIONS[name](left(x, y), right(x, y))


def look(f, at):
    x, y = (mpf(c) for c in at)
    one = mpf(1)
    jet = f(Jet(x, (one, NOTHING)), Jet(y, (NOTHING, one)))
    return jet.v, [*jet.g, *jet.h]


def uses(text, name):
    for other in ("exp", "max"):
        text = text.replace(other, "")
    return name in text


FIXED = ["x^y", "x/y", "sinh(x)/cosh(x)", "1/(1 + exp(-x))", "log(x*y)", "x^2*y/x^5", "abs(x)/y", "tanh(x)/x", "1/x^y"]
SCALES = [1e-200, -1e-200, 1e200, -1e200, 1e-8, -1e-8, 0.0]


def fixed(text):
    """A formula given as text, by Python's own grammar."""
    functions = {name: (lambda f: lambda u: f(u if isinstance(u, Jet) else Jet(mpf(u))))(f) for name, f in FUNCTIONS.items()}
    lift = lambda u: u if isinstance(u, Jet) else Jet(mpf(u))
    for method, name in (("add", "+"), ("sub", "-"), ("mul", "*"), ("truediv", "/"), ("pow", "^")):
        setattr(Jet, f"__{method}__", lambda u, v, name=name: OPERATIONS[name](u, lift(v)))
        setattr(Jet, f"__r{method}__", lambda u, v, name=name: OPERATIONS[name](lift(v), u))
    Jet.__neg__ = lambda u: Jet(-u.v, [-s for s in u.g], [-c for c in u.h])
    return lambda x, y: eval(text.replace("^", "**"), functions, dict(x=x, y=y))


def bounded(function, limit):
    """None of the digits of sin(exp(1000)), nor the size of exp(exp(1000)), is anybody's business."""
    def of(u):
        if abs(u.v) > limit:
            raise OverflowError
        return function(u)
    return of


for name in ("sin", "cos", "tan"):
    FUNCTIONS[name] = bounded(FUNCTIONS[name], mpf("1e300"))
for name in ("exp", "sinh", "cosh"):
    FUNCTIONS[name] = bounded(FUNCTIONS[name], mpf("1e6"))


def text_of(number, digits=17):
    return None if number is None else mp.nstr(number, digits).replace(".0e", "e").removesuffix(".0")


def row(text, f, places):
    seen = []
    for at in places:
        Jet.rounding = None
        try:
            value, derivatives = look(f, at)
            if any(d and not mpf("1e-2000") < abs(d) < mpf("1e2000") for d in [value, *derivatives]):
                continue
        except (Undefined, Pole) as error:
            seen.append(dict(at=at, value="pole" if isinstance(error, Pole) else None))
            continue
        except OverflowError:
            # Beyond what even mpmath's exponents hold.
            continue
        Jet.rounding = lambda: RANDOM.choice([-1, 1])*mpf(2)**-53
        noise = [mpf(0)]*5
        try:
            for _ in range(TRIALS):
                shaken = look(f, at)[1]
                pairs = zip(noise, shaken, derivatives)
                noise = [mp.inf if s is None or d is None else max(n, abs(s - d)) for n, s, d in pairs]
        except (Undefined, Pole, OverflowError):
            # On the edge of what is defined: one rounding decides.
            continue
        finally:
            Jet.rounding = None
        noise = [n if d is not None else mpf(0) for n, d in zip(noise, derivatives)]
        if any(n == mp.inf for n in noise):
            continue
        seen.append(dict(at=at, value=text_of(value), derivatives=[text_of(d) for d in derivatives],
                         noise=[text_of(n, 2) for n in noise]))
    return dict(f=text, places=seen)


def main():
    rows = []
    near = lambda: RANDOM.choice(SCALES)
    usual = lambda: round(RANDOM.uniform(-3, 3), 3)
    for text in FIXED:
        corners = [(a, b) for a in (0.0, 1e200, 1e-200, 400.0, -300.0) for b in (0.0, 2.0, 1e200, 1e-200)]
        rows.append(row(text, fixed(text), corners))
    while len(rows) < 150:
        text, f = draw(RANDOM.choice([2, 3, 3, 4]))
        if len(text) < 4 or not (uses(text, "x") or uses(text, "y")):
            continue
        tie = usual()
        made = row(text, f, [(usual(), usual()), (near(), usual()), (usual(), near()), (near(), near()), (tie, tie)])
        # Enough that nothing is defined at one place of it.
        if any(place["value"] is not None for place in made["places"]):
            rows.append(made)
    print("[\n" + ",\n".join(json.dumps(made, separators=(",", ":")) for made in rows) + "\n]")


main()
