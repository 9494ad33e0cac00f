//! What the figure says: headings, regimes, the rule of descent, notices, readout.

use super::CurveDescent;
use super::entries::LR;
use super::fate::Fate;
use crate::figure::words::{count, say, signed};
use crate::figure::{Notice, Panel, Remedy};
use crate::language::Language;
use crate::number::{plain, significant};

impl CurveDescent {
    fn say(&self, en: &'static str, zh: &'static str) -> &'static str {
        say(en, zh, self.language)
    }

    pub(super) fn describe_curve(&self) -> Panel {
        let x = self.x();
        let here = format!(
            "x{} = {}, f = {}",
            if self.tick < 10 { subscript(self.tick as usize).to_string() } else { String::new() },
            significant(x, 4),
            significant(self.at(x), 5)
        );
        let words = self.say(
            "The curve with the steps so far, the tangent, and the point now.",
            "曲线、走过的每一步、切线和现在的点。",
        );
        let mut panel = Panel::new(
            "curve",
            self.say("Descent on the curve", "曲线上的下降"),
            format!("f(x) = {}, f′(x) = {}", self.f, self.slope),
            7,
            format!("{words} {here}"),
        )
        .tall();
        panel.starts = true;
        panel.status = match self.fate() {
            _ if self.tick < self.last() => "",
            Fate::Breaks => self.say("no value or no slope", "没有值或没有斜率"),
            _ if self.has_converged() => self.say("converged", "已收敛"),
            _ if self.has_diverged() => self.say("diverged", "已发散"),
            _ => "",
        }
        .into();
        panel
    }

    pub(super) fn describe_cobweb(&self) -> Panel {
        let x = self.x();
        let regime = self.regime(x);
        let bend = format!("ηf″(x) = {}", significant(self.rate() * self.curvature.value(&[x]), 3));
        let words = self.say(
            "Cobweb: x after a step against x before it; where the curve meets the diagonal nothing moves.",
            "蛛网图：一步之后的 x 对一步之前的 x；曲线与对角线相交处不再移动。",
        );
        Panel::new(
            "cobweb",
            self.say("From each x to the next", "从每个 x 到下一个"),
            format!("{bend}{}{regime}", if regime.is_empty() { "" } else { self.say(": ", "：") }),
            5,
            format!("{words} {bend}, {regime}"),
        )
        .tall()
    }

    /// How a step of this length behaves where the curve bends as it does at x, by ηf″.
    fn regime(&self, x: f64) -> &'static str {
        let bend = self.rate() * self.curvature.value(&[x]);
        if !bend.is_finite() {
            return "";
        }
        match bend {
            bend if (bend - 1.0).abs() < 0.02 => self.say("one step to the bottom of a parabola", "一步走到抛物线底"),
            bend if (bend - 2.0).abs() < 0.02 => self.say("a two-cycle: back and forth for ever", "二周期：来回不停"),
            bend if bend > 2.0 => self.say("diverging: each step overshoots by more", "发散：一步比一步冲得更远"),
            bend if bend > 1.0 => {
                self.say("oscillating: each step overshoots, but by less", "振荡：每步都冲过头，但越来越少")
            }
            bend if bend > 0.0 => self.say("creeping: each step stops short", "缓行：每步都走不到底"),
            0.0 => self.say("level steps: the slope stays the same", "步子不变：坡度处处一样"),
            _ => self.say("no valley here: the curve bends down", "这里不是谷：曲线向下弯"),
        }
    }

    /// The step from the point now, with its numbers.
    pub(super) fn rule(&self) -> String {
        let x = self.x();
        format!(
            "x ← x − η f′ ( x ) = {} − {} · {} = {}",
            significant(x, 4),
            significant(self.rate(), 4),
            signed(self.slope(x)),
            significant(self.next(x), 4)
        )
    }

    /// The limit of η, and where the curve has it.
    pub(super) fn limit_in_words(&self, limit: f64) -> String {
        let where_to = self.say("where small steps come to rest,", "小步最终停下之处，");
        format!("{where_to} 2/f″ = {}", significant(limit, 3))
    }

    /// What has to be said of a descent that leaves what is shown for good, or that cannot go on.
    pub(super) fn notice_of_trouble(&self) -> Option<Notice> {
        let (fate, over) = (self.fate(), self.has_diverged() && self.tick == self.last());
        let (steps, x, value) = (count(self.tick), significant(self.x(), 4), significant(self.at(self.x()), 3));
        let [grown, newest] = self.growth().map(|factor| significant(factor, 3));
        let cause = self.too_large_a_rate();
        let text = match (self.language, fate) {
            (_, Fate::Sound) => return None,
            (Language::English, Fate::Diverges) => format!(
                "Descent {}: {cause}. After {steps} {} the distance from the minimum {} grown by a factor of {grown}, \
                 by {newest} in the last one; the arrow points to where x has gone.",
                if over { "has diverged" } else { "diverges" },
                if self.tick == 1 { "step" } else { "steps" },
                if over { "had" } else { "has" },
            ),
            (Language::Chinese, Fate::Diverges) => format!(
                "下降{}：{cause}。{steps} 步后，到最小值的距离{}增大到原来的 {grown} 倍，最后一步增大到 {newest} 倍；箭头指向 x 的去处。",
                if over { "已发散" } else { "正在发散" },
                if over { "" } else { "已" },
            ),
            (Language::English, Fate::Leaves) => format!(
                "Descent has left what is shown, and f still falls: this way no minimum is in sight. After {steps} steps f(x) = {value}."
            ),
            (Language::Chinese, Fate::Leaves) => {
                format!("下降已离开图示范围，而 f 仍在下降：这个方向上看不到最小值。{steps} 步后 f(x) = {value}。")
            }
            (Language::English, Fate::Falls) => format!(
                "Descent has diverged: f falls without end this way, so that there is no minimum to come to. \
                 After {steps} steps f(x) = {value}."
            ),
            (Language::Chinese, Fate::Falls) => {
                format!("下降已发散：f 在这个方向上一直下降，没有最小值可达。{steps} 步后 f(x) = {value}。")
            }
            (Language::English, Fate::Breaks) if self.tick == 0 => format!(
                "At x₀ = {x} f has no value or no slope: there is nothing to descend on. Start where there is a curve."
            ),
            (Language::Chinese, Fate::Breaks) if self.tick == 0 => {
                format!("在 x₀ = {x} 处 f 没有值或没有斜率：无从下降。请把起点放到有曲线的地方。")
            }
            (Language::English, Fate::Breaks) => {
                format!(
                    "Step {steps} led to x = {x}, where f has no value or no slope: η = {} is too large.",
                    self.eta()
                )
            }
            (Language::Chinese, Fate::Breaks) => {
                format!("第 {steps} 步走到 x = {x}，f 在那里没有值或没有斜率：η = {} 太大。", self.eta())
            }
        };
        let rate = if matches!(fate, Fate::Leaves | Fate::Falls) { None } else { self.helpful_rate() };
        let remedy = rate.map(|rate| {
            let label = format!("{} η = {}", self.say("Use", "改用"), significant(rate, 3));
            Remedy { key: LR, value: plain(rate), label }
        });
        Some(Notice { series: None, text, remedy })
    }

    fn eta(&self) -> String {
        significant(self.rate(), 3)
    }

    /// That the rate is too large, and by how much, where there is a limit.
    fn too_large_a_rate(&self) -> String {
        let eta = self.eta();
        let limit = self.limit().filter(|limit| self.rate() >= *limit).map(|limit| significant(limit, 3));
        match (self.language, limit) {
            (Language::English, Some(limit)) => format!("η = {eta} is not below 2/f″ = {limit}"),
            (Language::English, None) => format!("η = {eta} is too large"),
            (Language::Chinese, Some(limit)) => format!("η = {eta} 不小于 2/f″ = {limit}"),
            (Language::Chinese, None) => format!("η = {eta} 太大"),
        }
    }

    pub(super) fn read_out(&self) -> String {
        let x = self.x();
        if self.has_converged() && self.tick == self.last() && self.curvature.value(&[x]) < 0.0 {
            return say(
                "At rest on a top: exactly here the slope is zero. Move a hair beside it.",
                "停在顶上：恰好这里斜率为零。稍微移开一点试试。",
                self.language,
            )
            .to_owned();
        }
        if self.distance_beyond(x) > 0.0 {
            let (number, value) = (significant(x, 4), significant(self.at(x), 3));
            return match self.language {
                Language::English => format!("x = {number}, f(x) = {value}: outside of what is shown."),
                Language::Chinese => format!("x = {number}，f(x) = {value}：在图示范围之外。"),
            };
        }
        String::new()
    }
}

pub(super) fn subscript(k: usize) -> char {
    char::from_u32('₀' as u32 + k as u32).unwrap_or('₀')
}
