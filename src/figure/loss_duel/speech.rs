//! What the figure says: headings, rules, notices, readout.

use super::LossDuel;
use super::entries::LR;
use super::lanes::LOSSES;
use crate::figure::styles::CROSS_ENTROPY;
use crate::figure::words::{count, ending, say};
use crate::figure::{Notice, Panel, Remedy};
use crate::language::Language;
use crate::model::sigmoid;
use crate::number::{plain, rounded, significant};
use crate::objective::{Batch, Objective};
use crate::trainer::Status;

/// A sigmoid is saturated where its derivative is below this, of ¼ at most.
const SATURATED: f64 = 0.01;

impl LossDuel {
    fn say(&self, en: &'static str, zh: &'static str) -> &'static str {
        say(en, zh, self.language)
    }

    /// The share of the samples whose sigmoid is saturated at some weights.
    fn saturated(&self, [w1, w2]: [f64; 2]) -> f64 {
        let data = self.data();
        let flat = |i: &usize| {
            let score = w1 * data.row(*i)[0] + w2 * data.row(*i)[1];
            sigmoid(score) * sigmoid(-score) < SATURATED
        };
        (0..data.n()).filter(flat).count() as f64 / data.n() as f64
    }

    fn slope(&self, lane: usize, weights: [f64; 2]) -> f64 {
        let mut gradient = [0.0; 2];
        self.lanes[lane].risk.value_and_gradient(&weights, Batch::All, &mut gradient);
        libm::hypot(gradient[0], gradient[1])
    }

    pub(super) fn describe_landscape(&self, lane: usize) -> Panel {
        let (name, title) = match lane {
            0 => ("squared-error", self.say("Squared error ½(σ(wᵀx) − y)²", "平方误差 ½(σ(wᵀx) − y)²")),
            _ => ("cross-entropy", self.say("Cross-entropy", "交叉熵")),
        };
        let at = self.lanes[lane].here(self.tick);
        let [w1, w2] = at.map(|weight| significant(weight, 3));
        let numbers = format!("w = ({w1}, {w2}), |∇E| = {}", significant(self.slope(lane, at), 3));
        let words = self
            .say("The loss over both weights, with the path of the descent.", "损失随两个权重的变化，以及下降的路径。");
        let mut panel = Panel::new(name, title, numbers.clone(), 6, format!("{words} {numbers}")).tall();
        (panel.series, panel.starts) = (Some(LOSSES[lane].1), true);
        panel.status = ending(&self.lanes[lane].trainer, self.tick, self.language).into();
        panel
    }

    pub(super) fn describe_data(&self) -> Panel {
        let words = self.say(
            "The samples of both classes with the boundary of each descent.",
            "两类样本，以及各个下降的决策边界。",
        );
        Panel::new(
            "data",
            self.say("Data and decision boundaries", "数据与决策边界"),
            self.say("shaded: probability of ◆ by the cross-entropy", "底色：交叉熵给 ◆ 的概率").into(),
            6,
            format!("{words} {}", self.right()),
        )
        .tall()
    }

    pub(super) fn describe_curves(&self) -> Panel {
        let right = self.right();
        Panel::new(
            "curves",
            self.say("Who gets there", "谁先到"),
            format!("{}: {right}", self.say("right", "判对")),
            6,
            format!("{} {right}", self.say("Accuracy or loss of both descents.", "两个下降的正确率或损失。")),
        )
        .tall()
    }

    /// The share of the samples that each descent has right.
    fn right(&self) -> String {
        let parts = [0, 1].map(|lane| {
            let part = self.lanes[lane].risk.accuracy(&self.lanes[lane].here(self.tick));
            format!("{}%", significant(100.0 * part, 3))
        });
        let [squared, cross] = LOSSES.map(|(_, style)| style.marker().glyph());
        format!("{squared} {}   {cross} {}", parts[0], parts[1])
    }

    /// How steep the loss is where a descent is now, and how many of its sigmoids are flat.
    pub(super) fn rule(&self, lane: usize) -> String {
        let at = self.lanes[lane].here(self.tick);
        let flat = significant(100.0 * self.saturated(at), 3);
        let slope = significant(self.slope(lane, at), 3);
        let saturated = self.say("saturated", "饱和");
        format!("|∇E| = {slope} , {saturated} = {flat} %")
    }

    /// What has to be said where the cross-entropy has no minimum.
    pub(super) fn notice_of_separable_classes(&self) -> Option<Notice> {
        let at = self.lanes[1].here(self.tick);
        if !self.lanes[1].risk.separates(&at) {
            return None;
        }
        let size = significant(libm::hypot(at[0], at[1]), 4);
        let text = match self.language {
            Language::English => format!(
                "These weights put every sample on its side: a line parts the classes. Twice the weights make every probability, and so the cross-entropy, better still; there is no minimum, and the weights grow without end. Now |w| = {size}."
            ),
            Language::Chinese => format!(
                "这组权重把每个样本都判对了：有一条直线能分开两类。权重加倍，每个概率都更接近目标，交叉熵也就更小；所以没有最小值，权重会一直增大。此刻 |w| = {size}。"
            ),
        };
        Some(Notice { series: Some(CROSS_ENTROPY), text, remedy: None })
    }

    /// What has to be said of a descent that has left every bound.
    pub(super) fn notice_of_divergence(&self, lane: usize) -> Option<Notice> {
        let trainer = &self.lanes[lane].trainer;
        if trainer.status() != Status::Diverged || self.tick < trainer.steps() {
            return None;
        }
        let value = plain(rounded(0.1 * self.sheet.number(LR), 3));
        let label = format!("η = {value}");
        let text = self.say("This descent has diverged: the step is too long.", "这个下降发散了：步子太大。");
        let remedy = Some(Remedy { key: LR, value, label });
        Some(Notice { series: Some(LOSSES[lane].1), text: text.into(), remedy })
    }

    pub(super) fn read_out(&self) -> String {
        let at = self.lanes[0].here(self.tick);
        let flat = significant(100.0 * self.saturated(at), 3);
        let slope = significant(self.slope(0, at), 2);
        let there = significant(self.slope(1, at), 2);
        let updates = count(self.tick);
        match self.language {
            Language::English => format!(
                "After {updates} updates, at the place of the squared error {flat}% of the sigmoids are saturated: its slope there is {slope}, the cross-entropy's {there}."
            ),
            Language::Chinese => format!(
                "{updates} 次更新之后，平方误差所在之处有 {flat}% 的 sigmoid 饱和：那里它的坡度是 {slope}，而交叉熵的坡度是 {there}。"
            ),
        }
    }
}
