"""Runs of rules and numbers of schedules that reference.json lacks, in 40 digits: of the published equations, not of any code
that is tested.

    python make_rules.py > rules.json

Needs mpmath. "runs": as in reference.json, on the same surfaces. "schedules": the learning rate of each step, by the
recurrences of torch.optim.lr_scheduler (each from the one before), where it has them.
"""
import json, sys
from mpmath import mp, mpf, sqrt, cos, pi, sign, power

mp.dps = 40
ZERO, ONE = mpf(0), mpf(1)
SURFACES = {
    "x^2 + 3*y^2": (lambda x, y: [2*x, 6*y], lambda x, y: x**2 + 3*y**2, ["1.5", "-1.0"]),
    "100*(y - x^2)^2 + (1 - x)^2": (
        lambda x, y: [-400*x*(y - x**2) - 2*(1 - x), 200*(y - x**2)],
        lambda x, y: 100*(y - x**2)**2 + (1 - x)**2, ["-0.7", "0.9"]),
    # Upwards there is a maximum.
    "-(x - 1)^2 - 2*(y + 2)^2": (
        lambda x, y: [-2*(x - 1), -4*(y + 2)], lambda x, y: -(x - 1)**2 - 2*(y + 2)**2, ["1.5", "-1.0"]),
}
PLANE, VALLEY, HILL = SURFACES


def n(text):
    """The binary number that a program reads of a decimal one."""
    return mpf(float(text))


def lion(lr, beta1="0.9", beta2="0.99", weight_decay="0"):
    lr, b1, b2, decay, m = n(lr), n(beta1), n(beta2), n(weight_decay), ZERO
    def step(theta, g):
        nonlocal m
        theta = theta*(1 - lr*decay)
        theta = theta - lr*sign(b1*m + (1 - b1)*g)
        m = b2*m + (1 - b2)*g
        return theta
    return step


def qhm(lr, momentum="0.999", nu="0.7", weight_decay="0"):
    lr, b, nu, decay, m = n(lr), n(momentum), n(nu), n(weight_decay), ZERO
    def step(theta, g):
        nonlocal m
        g = g + decay*theta
        m = b*m + (1 - b)*g
        return theta - lr*((1 - nu)*g + nu*m)
    return step


def qhadam(lr, beta1="0.9", beta2="0.999", nu1="1", nu2="1", eps="1e-8", weight_decay="0", decoupled_weight_decay="false"):
    lr, b1, b2, nu1, nu2, eps, decay = map(n, (lr, beta1, beta2, nu1, nu2, eps, weight_decay))
    m, v, w1, w2 = ZERO, ZERO, ZERO, ZERO
    def step(theta, g):
        # As averages whose weights add up to 1 from the first step on.
        nonlocal m, v, w1, w2
        if decoupled_weight_decay == "true":
            theta = theta*(1 - lr*decay)
        else:
            g = g + decay*theta
        w1, w2 = 1 + b1*w1, 1 + b2*w2
        m, v = m + (g - m)/w1, v + (g*g - v)/w2
        return theta - lr*((1 - nu1)*g + nu1*m)/(sqrt((1 - nu2)*g*g + nu2*v) + eps)
    return step


def adam(lr, beta1="0.9", beta2="0.999", eps="1e-8", weight_decay="0", decoupled_weight_decay="false", bias_correction="true",
         maximize="false", optimizer="adam"):
    lr, b1, b2, eps, decay = map(n, (lr, beta1, beta2, eps, weight_decay))
    m, v, t = ZERO, ZERO, 0
    def step(theta, g):
        nonlocal m, v, t
        t += 1
        g = -g if maximize == "true" else g
        if decoupled_weight_decay == "true":
            theta = theta*(1 - lr*decay)
        else:
            g = g + decay*theta
        m, v = b1*m + (1 - b1)*g, b2*v + (1 - b2)*g*g
        c1, c2 = (1 - b1**t, 1 - b2**t) if bias_correction == "true" else (ONE, ONE)
        return theta - lr*(m/c1)/(sqrt(v/c2) + eps)
    return step


def nadam(lr, beta1="0.9", beta2="0.999", eps="1e-8", weight_decay="0", momentum_decay="0.004", decoupled_weight_decay="false"):
    lr, b1, b2, eps, decay, psi = map(n, (lr, beta1, beta2, eps, weight_decay, momentum_decay))
    m, v, t, product = ZERO, ZERO, 0, ONE
    mu = lambda t: b1*(1 - power(n("0.96"), t*psi)/2)
    def step(theta, g):
        nonlocal m, v, t, product
        t += 1
        if decoupled_weight_decay == "true":
            theta = theta*(1 - lr*decay)
        else:
            g = g + decay*theta
        product *= mu(t)
        m, v = b1*m + (1 - b1)*g, b2*v + (1 - b2)*g*g
        root = sqrt(v/(1 - b2**t)) + eps
        return theta - lr*(1 - mu(t))/(1 - product)*g/root - lr*mu(t + 1)/(1 - product*mu(t + 1))*m/root
    return step


def radam(lr, beta1="0.9", beta2="0.999", eps="1e-8", weight_decay="0", decoupled_weight_decay="false"):
    lr, b1, b2, eps, decay = map(n, (lr, beta1, beta2, eps, weight_decay))
    m, v, t = ZERO, ZERO, 0
    longest = 2/(1 - b2) - 1
    def step(theta, g):
        nonlocal m, v, t
        t += 1
        if decoupled_weight_decay == "true":
            theta = theta*(1 - lr*decay)
        else:
            g = g + decay*theta
        m, v = b1*m + (1 - b1)*g, b2*v + (1 - b2)*g*g
        mean, c2 = m/(1 - b1**t), 1 - b2**t
        length = longest - 2*t*b2**t/c2
        if length <= 5:
            return theta - lr*mean
        r = sqrt((length - 4)*(length - 2)*longest/((longest - 4)*(longest - 2)*length))
        return theta - lr*mean*r*sqrt(c2)/(sqrt(v) + eps)
    return step


def adagrad(lr, lr_decay="0", initial_accumulator_value="0", weight_decay="0", eps="1e-10", maximize="false"):
    lr, fade, s, decay, eps, t = n(lr), n(lr_decay), n(initial_accumulator_value), n(weight_decay), n(eps), 0
    def step(theta, g):
        nonlocal s, t
        t += 1
        g = (-g if maximize == "true" else g) + decay*theta
        s = s + g*g
        return theta - lr/(1 + (t - 1)*fade)*g/(sqrt(s) + eps)
    return step


def adamax(lr, beta1="0.9", beta2="0.999", eps="1e-8", weight_decay="0"):
    lr, b1, b2, eps, decay = map(n, (lr, beta1, beta2, eps, weight_decay))
    m, u, t = ZERO, ZERO, 0
    def step(theta, g):
        nonlocal m, u, t
        t += 1
        g = g + decay*theta
        m, u = b1*m + (1 - b1)*g, max(b2*u, abs(g) + eps)
        return theta - lr/(1 - b1**t)*m/u
    return step


def rprop(lr, eta_minus="0.5", eta_plus="1.2", step_min="1e-6", step_max="50", maximize="false"):
    size, down, up, least, most, before = n(lr), n(eta_minus), n(eta_plus), n(step_min), n(step_max), ZERO
    def step(theta, g):
        nonlocal size, before
        g = -g if maximize == "true" else g
        turn = sign(g*before)
        size = min(max(size*(up if turn > 0 else down if turn < 0 else 1), least), most)
        before = ZERO if turn < 0 else g
        return theta - size*sign(before)
    return step


RULES = dict(lion=lion, qhm=qhm, qhadam=qhadam, adam=adam, nadam=nadam, radam=radam, adagrad=adagrad, adamax=adamax, rprop=rprop)
RUNS = [
    ("lion", dict(lr="0.01")), ("lion", dict(lr="0.02", beta1="0.95", beta2="0.98", weight_decay="0.1")),
    ("qhm", dict(lr="0.001", nu="0.9")), ("qhm", dict(lr="0.0015", momentum="0.9", nu="0.5", weight_decay="0.05")),
    ("qhadam", dict(lr="0.05")), ("qhadam", dict(lr="0.05", beta1="0.995", nu1="0.7", nu2="0.9")),
    ("qhadam", dict(lr="0.05", nu1="0.6", weight_decay="0.1", decoupled_weight_decay="true")),
    ("adam", dict(lr="0.05", bias_correction="false")), ("adam", dict(lr="0.05", weight_decay="0.1")),
    ("adam", dict(lr="0.05", weight_decay="0.1", decoupled_weight_decay="true")),
    ("nadam", dict(lr="0.05", weight_decay="0.1", decoupled_weight_decay="true", momentum_decay="0.02")),
    ("radam", dict(lr="0.001", weight_decay="0.1", decoupled_weight_decay="true", beta2="0.99")),
    ("radam", dict(lr="0.0005", beta2="0.6")),
    ("adagrad", dict(lr="0.2", lr_decay="0.01", initial_accumulator_value="0.1", weight_decay="0.05")),
    ("adamax", dict(lr="0.1", beta2="0.9", weight_decay="0.05", eps="0.001")),
    ("rprop", dict(lr="0.02", eta_minus="0.4", eta_plus="1.3", step_max="0.2", step_min="0.001")),
]
UPWARDS = [("adam", dict(lr="0.05", weight_decay="0.1", maximize="true")), ("adagrad", dict(lr="0.2", maximize="true")),
           ("rprop", dict(lr="0.02", maximize="true"))]


def run(surface, name, hyper, steps=100):
    gradient, f, start = SURFACES[surface]
    theta = [n(x) for x in start]
    rules = [RULES[name](**hyper) for _ in theta]
    path, losses = [theta], []
    for _ in range(steps):
        losses.append(f(*theta))
        theta = [rule(x, g) for rule, x, g in zip(rules, theta, gradient(*theta))]
        path.append(theta)
    numbers = lambda xs: [float(x) for x in xs]
    return dict(f=surface, optimizer=name, hyper=hyper, path=[numbers(p) for p in path], losses=numbers(losses))


# Each takes η and gives the rate of step 0, 1, 2, …
def step_lr(base, step_size, gamma):
    lr, k = base, 0
    while True:
        yield lr
        k += 1
        lr = lr*gamma if k % step_size == 0 else lr

def exponential_lr(base, gamma):
    lr = base
    while True:
        yield lr
        lr = lr*gamma

def cosine_lr(base, t_max, eta_min):
    lr, k, least = base, 0, eta_min
    while True:
        yield lr
        k += 1
        if (k - 1 - t_max) % (2*t_max) == 0:
            lr = lr + (base - least)*(1 - cos(pi/t_max))/2
        else:
            lr = (1 + cos(pi*k/t_max))/(1 + cos(pi*(k - 1)/t_max))*(lr - least) + least

def linear_lr(base, start_factor, total_iters):
    lr, k = base*start_factor, 0
    while True:
        yield lr
        k += 1
        if k <= total_iters:
            lr = lr*(1 + (1 - start_factor)/(total_iters*start_factor + (k - 1)*(1 - start_factor)))

def one_cycle_lr(most, total_steps, pct_start, div_factor, final_div_factor):
    first = most/div_factor
    last = first/final_div_factor
    phases = [(pct_start*total_steps - 1, first, most), (mpf(total_steps - 1), most, last)]
    for k in range(total_steps):
        begin = ZERO
        for place, (end, low, high) in enumerate(phases):
            if k <= end or place == len(phases) - 1:
                yield high + (low - high)/2*(1 + cos(pi*(k - begin)/(end - begin)))
                break
            begin = end

def sequential(warmup, then):
    yield from (rate for rate, _ in zip(linear_lr(ETA, ONE/3, warmup), range(warmup)))
    yield from then

ETA = n("0.3")
SCHEDULES = [
    ("step", dict(step_size="7", gamma="0.3"), lambda: step_lr(ETA, 7, n("0.3"))),
    ("step", dict(step_size="1"), lambda: step_lr(ETA, 1, n("0.1"))),
    ("exponential", dict(gamma="0.95"), lambda: exponential_lr(ETA, n("0.95"))),
    ("cosine", dict(t_max="10"), lambda: cosine_lr(ETA, 10, ZERO)),
    ("cosine", dict(t_max="7", eta_min="0.2"), lambda: cosine_lr(ETA, 7, n("0.2"))),
    ("cosine", dict(t_max="9", eta_min="0.5"), lambda: cosine_lr(ETA, 9, n("0.5"))),
    ("linear-warmup", dict(), lambda: linear_lr(ETA, n(1/3), 5)),
    ("linear-warmup", dict(start_factor="0.01", total_iters="20"), lambda: linear_lr(ETA, n("0.01"), 20)),
    ("one-cycle", dict(total_steps="40"), lambda: one_cycle_lr(ETA, 40, n("0.3"), n(25), n("1e4"))),
    ("one-cycle", dict(total_steps="40", pct_start="0.5", div_factor="4", final_div_factor="10"),
     lambda: one_cycle_lr(ETA, 40, n("0.5"), n(4), n(10))),
    ("cosine", dict(t_max="10", warmup="6"), lambda: sequential(6, cosine_lr(ETA, 10, ZERO))),
    ("constant", dict(warmup="6"), lambda: sequential(6, exponential_lr(ETA, ONE))),
]
out = dict(
    runs=[run(surface, name, hyper) for surface in (PLANE, VALLEY) for name, hyper in RUNS]
    + [run(HILL, name, hyper) for name, hyper in UPWARDS],
    schedules=[dict(schedule=name, hyper=hyper, rates=[float(rate) for rate, _ in zip(rates(), range(40))])
               for name, hyper, rates in SCHEDULES],
)
json.dump(out, sys.stdout, indent=None, separators=(",", ":"))
