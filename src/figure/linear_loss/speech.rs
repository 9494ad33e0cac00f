//! What the figure says: headings and the rule of descent.

use super::LinearLoss;
use super::entries::{LR, SCORE};
use crate::figure::Panel;
use crate::figure::styles::{CROSS_ENTROPY, SQUARED_ERROR};
use crate::figure::words::{say, signed};
use crate::model::sigmoid;
use crate::number::significant;

impl LinearLoss {
    fn say(&self, en: &'static str, zh: &'static str) -> &'static str {
        say(en, zh, self.language)
    }

    /// The weight as it is shown and its loss, in four digits.
    fn weight_and_loss(&self) -> [String; 2] {
        [self.w, self.loss(self.w)].map(|value| significant(value, 4))
    }

    pub(super) fn describe_data(&self) -> Panel {
        let [w, loss] = self.weight_and_loss();
        let model = if self.is_classification() { "σ(wx)" } else { "ŷ = wx" };
        let words = self.say(
            "The points, the model, and the residuals, as squares for the squared error.",
            "数据点、模型和残差；平方误差时残差画成正方形。",
        );
        Panel::new(
            "data",
            self.say("The model on the data", "数据上的模型"),
            format!("{model}, w = {w}"),
            6,
            format!("{words} w = {w}, E = {loss}"),
        )
        .tall()
    }

    pub(super) fn describe_loss(&self) -> Panel {
        let [w, loss] = self.weight_and_loss();
        let words = self.say(
            "The loss as a function of the weight, with the weight now and its tangent.",
            "损失作为权重的函数，标出现在的权重和切线。",
        );
        Panel::new(
            "loss",
            self.say("The loss of each weight", "每个权重的损失"),
            format!("E({w}) = {loss}, dE/dw = {}", significant(self.slope(self.w), 4)),
            6,
            format!("{words} w = {w}, E = {loss}"),
        )
        .tall()
    }

    pub(super) fn describe_example(&self) -> Panel {
        let sigma = sigmoid(self.sheet.number(SCORE));
        Panel::new(
            "example",
            self.say("One example: loss against score", "一个样本：损失随得分的变化"),
            format!(
                "{} −log σ(s): {} = {}   {} ½(1 − σ(s))²: {} = {}",
                CROSS_ENTROPY.marker().glyph(),
                self.say("slope", "斜率"),
                significant(sigma - 1.0, 3),
                SQUARED_ERROR.marker().glyph(),
                self.say("slope", "斜率"),
                significant((sigma - 1.0) * sigma * (1.0 - sigma), 3)
            ),
            12,
            self.say(
                "Cross-entropy and squared error of one example with target 1, against its score; far on the wrong side squared error is level.",
                "目标为 1 的一个样本的交叉熵和平方误差随得分的变化；在错得很远处平方误差几乎是平的。",
            )
            .to_owned(),
        )
    }

    /// The step from the weight as it is shown, with its numbers.
    pub(super) fn rule(&self) -> String {
        let (w, slope, lr) = (self.w, self.slope(self.w), self.sheet.number(LR));
        format!(
            "w ← w − η dE/dw = {} − {} · {} = {}",
            significant(w, 4),
            significant(lr, 4),
            signed(slope),
            significant(w - lr * slope, 4)
        )
    }
}
