//! What the figure says: headings, regimes, the rule of descent, notices, readout.

use super::CurveDescent;
use super::entries::LR;
use crate::figure::words::{count, say, signed};
use crate::figure::{Notice, Panel, Remedy};
use crate::language::Language;
use crate::number::{plain, rounded, significant};

impl CurveDescent {
    fn say(&self, en: &'static str, zh: &'static str) -> &'static str {
        say(en, zh, self.language)
    }

    pub(super) fn describe_curve(&self) -> Panel {
        let x = self.x();
        let here = format!(
            "x{} = {}, f = {}",
            if self.tick < 10 { subscript(self.tick as usize).to_string() } else { String::new() },
            significant(x, 5),
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
        if self.has_converged() && self.tick == self.last() {
            panel.status = self.say("converged", "已收敛").into();
        } else if self.has_diverged() && self.tick == self.last() {
            panel.status = self.say("diverged", "已发散").into();
        }
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
            significant(x, 5),
            significant(self.rate(), 4),
            signed(self.slope(x)),
            significant(self.next(x), 5)
        )
    }

    /// The limit of η, and where the curve has it.
    pub(super) fn limit_in_words(&self, limit: f64) -> String {
        let where_to = self.say("where small steps come to rest,", "小步最终停下之处，");
        format!("{where_to} 2/f″ = {}", significant(limit, 3))
    }

    /// What has to be said of a descent that has left every bound.
    pub(super) fn notice_of_divergence(&self) -> Option<Notice> {
        if !self.has_diverged() || self.tick < self.last() {
            return None;
        }
        let limit = self.limit();
        let text = match self.language {
            Language::English => format!(
                "Diverged: after {} steps x has left every bound. η = {}; where small steps come to rest 2/f″ = {}.",
                count(self.last()),
                significant(self.rate(), 3),
                limit.map_or("—".into(), |limit| significant(limit, 3))
            ),
            Language::Chinese => format!(
                "已发散：{} 步之后 x 越过了一切界限。η = {}；小步最终停下之处，2/f″ = {}。",
                count(self.last()),
                significant(self.rate(), 3),
                limit.map_or("—".into(), |limit| significant(limit, 3))
            ),
        };
        let remedy = limit.map(|limit| {
            let stable = rounded(0.5 * limit, 2);
            let label = format!("{} η = {}", self.say("Use", "改用"), significant(stable, 2));
            Remedy { key: LR, value: plain(stable), label }
        });
        Some(Notice { series: None, text, remedy })
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
        String::new()
    }
}

pub(super) fn subscript(k: usize) -> char {
    char::from_u32('₀' as u32 + k as u32).unwrap_or('₀')
}
