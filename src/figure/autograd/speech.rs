//! What the figure says: headings, notices, readout.

use super::Autograd;
use super::entries::LESSON;
use super::lesson::{Lesson, Phase};
use super::pass::Pass;
use crate::figure::words::say;
use crate::figure::{Notice, Panel, Remedy};
use crate::language::Language;
use crate::number::significant;

impl Autograd {
    fn say(&self, en: &'static str, zh: &'static str) -> &'static str {
        say(en, zh, self.language)
    }

    pub(super) fn describe_graph(&self) -> Panel {
        let what = format!("L = {}", self.example.title());
        let readout = self.read_out();
        let words = self.say("What is computed from what, with value and gradient.", "由什么算出什么，附有值和梯度。");
        let description = format!("{words} {what}. {readout}");
        Panel::new("graph", self.say("The computation as a graph", "计算图"), what, 12, description).tall()
    }

    pub(super) fn describe_path(&self) -> Panel {
        let (pass, done) = self.place();
        let loss = significant(self.passes.get(pass).map_or(f64::NAN, Pass::loss), 4);
        let pass_number = pass + 1;
        let words = self.say(
            "The parameters after each pass, with the gradients set to None in between and with them added up.",
            "每遍之后的参数：梯度在其间清零，和梯度一直累加。",
        );
        Panel::new(
            "path",
            self.say("Pass after pass", "一遍又一遍"),
            match self.language {
                Language::English => format!("pass {pass_number}: L = {loss}   ● zero_grad   ✚ forgotten"),
                Language::Chinese => format!("第 {pass_number} 遍：L = {loss}   ● 清零   ✚ 忘了清零"),
            },
            6,
            format!("{words} {pass_number}, {done}"),
        )
    }

    pub(super) fn describe_check(&self) -> Panel {
        let three_ways = self.three_ways();
        let words = self.say(
            "Error of forward (short dashes) and central differences (long dashes) against h: large steps cut off, small ones round.",
            "前向差商（短虚线）和中心差商（长虚线）的误差随 h 的变化：步子大有截断误差，步子小有舍入误差。",
        );
        let description = format!("{words} {three_ways}");
        Panel::new(
            "check",
            self.say("Three ways to one derivative", "同一个导数的三种算法"),
            three_ways,
            6,
            description,
        )
    }

    /// The gradient by the first parameter in three ways: formula, tape, and the best of the central differences.
    fn three_ways(&self) -> String {
        let at = self.example.parameters();
        let analytic = self.example.analytic(&at).first().copied().unwrap_or(f64::NAN);
        let taped = self.passes.first().and_then(|pass| pass.gradient.first().copied()).unwrap_or(f64::NAN);
        let best = self.errors[1]
            .iter()
            .copied()
            .fold([f64::NAN, f64::INFINITY], |best, [h, error]| if error < best[1] { [h, error] } else { best });
        let name = self.example.names().first().copied().unwrap_or("");
        format!(
            "∂L/∂{name}: {} {}, autograd {}, {} {} (h = {})",
            self.say("formula", "公式"),
            significant(analytic, 10),
            significant(taped, 10),
            self.say("best difference within", "最好的差商误差"),
            significant(best[1], 2),
            significant(best[0], 2)
        )
    }

    /// What has to be said of a second walk through a graph that was freed.
    pub(super) fn notice_of_refusal(&self) -> Option<Notice> {
        if self.latest() != Some(Phase::Refused) {
            return None;
        }
        let text = self.say(
            "RuntimeError: the graph was freed by the first backward(), and a second walk needs the values it kept. Either compute the loss again, or keep the graph with retain_graph=True.",
            "RuntimeError：第一次 backward() 之后计算图已释放，而再走一遍需要其中保存的值。要么重新计算损失，要么用 retain_graph=True 保留计算图。",
        );
        let remedy =
            Remedy { key: LESSON, value: "retain".into(), label: self.say("keep the graph", "保留计算图").into() };
        Some(Notice { series: None, text: text.into(), remedy: Some(remedy) })
    }

    pub(super) fn read_out(&self) -> String {
        let (at, _) = self.place();
        let Some(pass) = self.passes.get(at) else { return String::new() };
        if let Some(node) = pass.trouble() {
            let name = &pass.nodes[node].name;
            return match self.language {
                Language::English => format!(
                    "Here {name} has no value, as {} has none there; so nothing after it has.",
                    pass.nodes[node].title
                ),
                Language::Chinese => {
                    format!("{name} 在这里没有值（{}），其后的一切也就没有值。", pass.nodes[node].title)
                }
            };
        }
        match self.latest() {
            None => self.say("Press play, or go forward one operation at a time.", "按播放，或一步一个运算地前进。").into(),
            Some(Phase::Forward(_)) => self.say(
                "Forward: an operation computes its value and keeps what its derivative will need.",
                "前向：每个运算算出自己的值，并记下求导要用的东西。",
            )
            .into(),
            Some(Phase::Backward(_, 0)) => self.say(
                "Backward: the gradient of a result times the local derivative is added to the gradient of each input.",
                "反向：结果的梯度乘以局部导数，加到每个输入的梯度上。",
            )
            .into(),
            Some(Phase::Backward(..)) => self.say(
                "The graph was kept: a second walk adds the same gradients once more.",
                "计算图保留着：再走一遍，同样的梯度又加了一次。",
            )
            .into(),
            Some(Phase::Refused) => self.say("The graph is gone.", "计算图已经没有了。").into(),
            Some(Phase::Update) if self.lesson() == Lesson::Forget => self.say(
                "The step uses the sum of all gradients so far, as nobody has set them to None.",
                "这一步用的是至今所有梯度之和，因为没有人把它们清零。",
            )
            .into(),
            Some(Phase::Update) => {
                self.say("The parameters step against their gradients.", "参数沿梯度的反方向走一步。").into()
            }
            Some(Phase::Zero) => self.say(
                "The gradients are forgotten before the next pass adds to them.",
                "在下一遍往上累加之前，先把梯度清掉。",
            )
            .into(),
        }
    }
}
