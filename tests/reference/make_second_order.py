"""Runs of rules that use second derivatives, or search along a line.

    python make_second_order.py > second_order.json

Needs mpmath and torch. L-BFGS is torch.optim.LBFGS, called with max_iter=1 once a step, in float64; the others are their published
equations in 40 digits. Runs as in reference.json, each until no slope is larger than 1e-7, at most
16 steps: on the way through a valley the last digits are lost.
"""
import json, sys
import torch
from mpmath import mp, mpf

mp.dps = 40
torch.set_default_dtype(torch.float64)
SURFACES = {
    "x^2 + 3*y^2": (lambda x, y: x**2 + 3*y**2, lambda x, y: [2*x, 6*y], lambda x, y: [[2, 0], [0, 6]], [1.5, -1.0]),
    "100*(y - x^2)^2 + (1 - x)^2": (
        lambda x, y: 100*(y - x**2)**2 + (1 - x)**2,
        lambda x, y: [-400*x*(y - x**2) - 2*(1 - x), 200*(y - x**2)],
        lambda x, y: [[1200*x**2 - 400*y + 2, -400*x], [-400*x, 200]], [-0.7, 0.9]),
    "x^4/4 - x^2/2 + (y - x)^2": (
        lambda x, y: x**4/4 - x**2/2 + (y - x)**2, lambda x, y: [x**3 - x - 2*(y - x), 2*(y - x)],
        lambda x, y: [[3*x**2 + 1, -2], [-2, 2]], [0.3, 1.2]),
    "-(x - 1)^2 - 2*(y + 2)^2 - (x*y)^2": (
        lambda x, y: -(x - 1)**2 - 2*(y + 2)**2 - (x*y)**2,
        lambda x, y: [-2*(x - 1) - 2*x*y**2, -4*(y + 2) - 2*x**2*y],
        lambda x, y: [[-2 - 2*y**2, -4*x*y], [-4*x*y, -4 - 2*x**2]], [1.5, -1.0]),
}
BOWL, VALLEY, WELLS, HILL = SURFACES
STEPS, LEVEL = 16, 1e-7
dot = lambda u, v: sum(a*b for a, b in zip(u, v))
minus = lambda u, v, t=1: [a - t*b for a, b in zip(u, v)]
times = lambda m, v: [dot(row, v) for row in m]
n = lambda text: mpf(float(text))


def armijo(f, theta, d, slope, t, shrink, c):
    while f(*minus(theta, d, t)) > f(*theta) - c*t*slope:
        t *= shrink
    return t


def solve(m, v):
    (a, b), (c, d) = m
    det = a*d - b*c
    return [(d*v[0] - b*v[1])/det, (a*v[1] - c*v[0])/det]


def by_size(m):
    """|M| of a symmetric matrix: the square root of its square, by Cayley and Hamilton."""
    (a, b), (_, d) = m
    s = abs(a*d - b*b)
    square = [[a*a + b*b, b*(a + d)], [b*(a + d), b*b + d*d]]
    t = mp.sqrt(square[0][0] + square[1][1] + 2*s)
    return [[(square[0][0] + s)/t, square[0][1]/t], [square[1][0]/t, (square[1][1] + s)/t]]


def newton(surface, lr="1", damping="0", saddle_free="false", maximize="false"):
    f, gradient, hessian, _ = surface
    def step(theta):
        m = hessian(*theta)
        m = by_size(m) if saddle_free == "true" else m
        m = [[m[0][0] + n(damping), m[0][1]], [m[1][0], m[1][1] + n(damping)]]
        return minus(theta, solve(m, gradient(*theta)), n(lr))
    return step


def line_search(surface, lr="1", shrink="0.5", armijo_="0.0001", maximize="false"):
    f, gradient, *_ = surface
    def step(theta):
        g = gradient(*theta)
        return minus(theta, g, armijo(f, theta, g, dot(g, g), n(lr), n(shrink), n(armijo_)))
    return step


def cg(surface, lr="1", maximize="false"):
    f, gradient, hessian, _ = surface
    d, before = [mpf(0)]*2, None
    def step(theta):
        nonlocal d, before
        g = gradient(*theta)
        beta = max(0, dot(g, minus(g, before))/dot(before, before)) if before else 0
        before, d = g, minus(g, d, -beta)
        if dot(g, d) <= 0:
            d = g
        bend = dot(d, times(hessian(*theta), d))
        return minus(theta, d, armijo(f, theta, d, dot(g, d), n(lr)*(dot(g, d)/bend if bend > 0 else 1), mpf("0.5"), n("1e-4")))
    return step


def upwards(surface):
    f, gradient, hessian, start = surface
    return (lambda *at: -f(*at), lambda *at: [-a for a in gradient(*at)],
            lambda *at: [[-a for a in row] for row in hessian(*at)], start)


def exact(name, rule, hyper):
    f, gradient, _, start = SURFACES[name]
    up = hyper.get("maximize") == "true"
    hyper_ = {("armijo_" if key == "armijo" else key): value for key, value in hyper.items()}
    step = rule(upwards(SURFACES[name]) if up else SURFACES[name], **hyper_)
    theta, losses = [n(x) for x in start], []
    path = [theta]
    while len(losses) < STEPS and max(map(abs, gradient(*theta))) > LEVEL:
        losses.append(f(*theta))
        theta = step(theta)
        path.append(theta)
    numbers = lambda xs: [float(x) for x in xs]
    return dict(f=name, optimizer=rule.__name__, hyper=hyper, path=[numbers(p) for p in path], losses=numbers(losses))


def lbfgs(name, hyper):
    f, _, _, start = SURFACES[name]
    theta = torch.tensor(start, requires_grad=True)
    given = dict(lr=float(hyper.get("lr", 1)), history_size=int(hyper.get("history_size", 100)),
                 line_search_fn="strong_wolfe" if hyper.get("strong_wolfe") == "true" else None,
                 maximize=hyper.get("maximize") == "true")
    # A step of its own has the 25 lengths that a line search of it may try.
    optimizer = torch.optim.LBFGS([theta], max_iter=1, max_eval=26, **given)
    path, losses = [theta.tolist()], []
    def closure():
        optimizer.zero_grad()
        loss = f(theta[0], theta[1])
        loss.backward()
        return loss
    while len(losses) < STEPS:
        closure()
        if theta.grad.abs().max() <= LEVEL:
            break
        losses.append(optimizer.step(closure).item())
        path.append(theta.tolist())
    return dict(f=name, optimizer="lbfgs", hyper=hyper, path=path, losses=losses)


runs = [exact(surface, rule, hyper) for surface, rule, hyper in [
    (BOWL, newton, dict(lr="0.5")), (VALLEY, newton, {}), (VALLEY, newton, dict(lr="0.7", damping="0.5")),
    (WELLS, newton, {}), (WELLS, newton, dict(saddle_free="true", lr="0.5")), (HILL, newton, dict(lr="0.4")),
    (HILL, newton, dict(maximize="true", saddle_free="true", damping="0.1")),
    (BOWL, line_search, {}), (VALLEY, line_search, {}), (VALLEY, line_search, dict(lr="0.1", shrink="0.8", armijo="0.3")),
    (HILL, line_search, dict(maximize="true")),
    (BOWL, cg, {}), (VALLEY, cg, {}), (WELLS, cg, dict(lr="0.9")), (HILL, cg, dict(maximize="true")),
]]
runs += [lbfgs(surface, hyper) for surface, hyper in [
    (BOWL, {}), (BOWL, dict(strong_wolfe="true")), (VALLEY, dict(lr="0.5")), (VALLEY, dict(strong_wolfe="true")),
    (VALLEY, dict(strong_wolfe="true", history_size="1")), (WELLS, dict(lr="0.8")), (WELLS, dict(strong_wolfe="true")),
    (HILL, dict(maximize="true", strong_wolfe="true")), (HILL, dict(maximize="true", lr="0.3", history_size="2")),
]]
json.dump(dict(torch=torch.__version__.split("+")[0], runs=runs), sys.stdout, separators=(",", ":"))
