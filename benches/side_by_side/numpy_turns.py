"""The works by NumPy, as one writes them there; takes turns as side_by_side.rs does."""

import json
import sys
import time

import numpy as np

LONG = 0.06
START = 0.1
LR = 1e-9
# Indices are drawn so many at a time.
BLOCK = 65536


def samples(work, n):
    """Distributed as in data.js; the numbers are NumPy's own, for a loop over a million would take minutes here."""
    generator = np.random.default_rng(3)
    features = work["features"]
    x = generator.random((n, features)) - 0.5
    follows = 3 * x[:, 0] + 0.5
    if work["loss"] == "logistic":
        y = (follows + 4 * (generator.random(n) - 0.5) > 0).astype(float)
    else:
        y = follows + 0.1 * (generator.random(n) - 0.5)
    return (np.column_stack([x, np.ones(n)]) if features == 1 else x), y


class Contestant:
    def __init__(self, work):
        self.x, self.y = samples(work, work["samples"])
        self.w = np.full(self.x.shape[1], START)
        self.batch = work["batch"]
        self.is_logistic = work["loss"] == "logistic"
        self.generator = np.random.default_rng(3)
        self.steps = 1
        while self.measure() * self.steps < LONG:
            self.steps *= 2

    def residual(self, x, y):
        score = x @ self.w
        return (1 / (1 + np.exp(-score)) if self.is_logistic else score) - y

    def run(self, steps):
        if not self.batch:
            for _ in range(steps):
                self.w -= LR / len(self.y) * (self.residual(self.x, self.y) @ self.x)
            return
        per_block = BLOCK // self.batch
        for begin in range(0, steps, per_block):
            for drawn in self.generator.integers(0, len(self.y), (min(per_block, steps - begin), self.batch)):
                x = self.x[drawn]
                self.w -= LR / self.batch * (self.residual(x, self.y[drawn]) @ x)

    def measure(self):
        """Seconds a step."""
        begin = time.perf_counter()
        self.run(self.steps)
        return (time.perf_counter() - begin) / self.steps


contestant = None
for line in sys.stdin:
    if line.strip() == "round":
        answer = {"numpy": contestant.measure()}
    else:
        contestant = None
        contestant = Contestant(json.loads(line))
        answer = {}
    print(json.dumps(answer), flush=True)
