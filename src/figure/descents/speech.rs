//! What the figure says: headings, rules, notices, readouts.

use super::Descents;
use super::pointer::Hovered;
use super::settings::{progress_title, rate_of};
use crate::chart::Style;
use crate::figure::ground::{Parameters, parameters};
use crate::figure::lane::Lane;
use crate::figure::progress::Height;
use crate::figure::words::{Rule, count, ending, quotient, short, title};
use crate::figure::{Notice, Panel, Remedy};
use crate::language::{Language, Text};
use crate::number::{plain, rounded, significant};
use crate::objective::Objective;
use crate::stability::{self, Sense};
use crate::trainer::Status;

/// A loss this many times the first one is worth a warning, while the run goes on.
const ALARMING: f64 = 100.0;

impl Descents {
    pub(super) fn say(&self, en: &'static str, zh: &'static str) -> &'static str {
        Text::new(en, zh).in_language(self.language)
    }

    fn batch_of(&self, series: Style) -> usize {
        match series {
            Style::BATCH => self.ground.data.n(),
            Style::STOCHASTIC => 1,
            _ => self.settings.experiment.batch_size(),
        }
    }

    /// The names of the two parameters that landscapes lie over.
    fn names(&self) -> [&str; 2] {
        self.ground.shown.map(|place| &self.ground.symbols[place][..])
    }

    /// Parameters and their loss: w = 1, b = 2, E = 3; for classes with the share that is classified as it should be.
    fn in_words(&self, parameters: Parameters) -> String {
        let number = |value: f64| significant(value, 3);
        let mut parts: Vec<String> = self
            .ground
            .symbols
            .iter()
            .zip(parameters)
            .map(|(name, value)| format!("{name} = {}", number(value)))
            .collect();
        parts.push(format!("E = {}", number(self.ground.height(parameters))));
        if self.ground.has_classes {
            parts.push(self.right(parameters));
        }
        parts.join(self.say(", ", "，"))
    }

    fn right(&self, parameters: Parameters) -> String {
        let share = significant(100.0 * self.ground.accuracy(parameters), 3);
        match self.language {
            Language::English => format!("{share} % right"),
            Language::Chinese => format!("判对 {share}%"),
        }
    }

    pub(super) fn describe_lane(&self, lane: &Lane) -> Panel {
        let name = title(lane.series).in_language(self.language);
        let (steps, samples) = (lane.seen.steps, lane.samples_seen(lane.seen.steps));
        let here = self.in_words(lane.seen.parameters);
        let [first, second] = self.names();
        let batch = self.batch_of(lane.series);
        let detail = match self.language {
            Language::English => format!(
                "m = {} · {} {} · {} {}",
                count(batch as u64),
                count(steps),
                if steps == 1 { "update" } else { "updates" },
                count(samples),
                if samples == 1 { "sample" } else { "samples" }
            ),
            Language::Chinese => {
                format!("m = {} · 更新 {} 次 · 样本 {} 个", count(batch as u64), count(steps), count(samples))
            }
        };
        let status = ending(&lane.trainer, lane.seen.steps, self.language);
        let description = match self.language {
            Language::English => format!(
                "{name}: the loss over {first} and {second}, with the path of {} updates; now {here}. \
                 Choose a start with the arrow keys and Enter.",
                count(steps)
            ),
            Language::Chinese => format!(
                "{name}：损失随 {first} 和 {second} 的变化，以及 {} 次更新的路径；此刻 {here}。用方向键选起点，按回车出发。",
                count(steps)
            ),
        };
        Panel {
            name: match lane.series {
                Style::BATCH => "batch",
                Style::STOCHASTIC => "stochastic",
                _ => "mini-batch",
            },
            series: Some(lane.series),
            title: name.into(),
            detail,
            status: status.into(),
            columns: 4,
            starts: true,
            turns: false,
            tall: false,
            description,
        }
    }

    pub(super) fn describe_samples(&self) -> Panel {
        let n = count(self.ground.data.n() as u64);
        let (detail, description) = match self.language {
            Language::English if self.ground.has_classes => (
                format!("n = {n}, shaded: probability of ◆ by {}", self.first_name()),
                format!(
                    "The {n} samples of two classes with the current boundary of each descent and the current batches; shaded by the probability of class 1."
                ),
            ),
            Language::Chinese if self.ground.has_classes => (
                format!("n = {n}，底色：{}给 ◆ 的概率", self.first_name()),
                format!("两类共 {n} 个样本、各个下降当前的决策边界和当前批次；底色是类别 1 的概率。"),
            ),
            Language::English => (
                format!("n = {n}, the current batch lit"),
                format!("The {n} samples, the current line of each descent, and the residuals of the current batches."),
            ),
            Language::Chinese => {
                (format!("n = {n}，亮起的是当前批次"), format!("{n} 个样本、各个下降当前的直线，以及当前批次的残差。"))
            }
        };
        let title = match self.ground.has_classes {
            true => self.say("Data and decision boundaries", "数据与决策边界"),
            false => self.say("Data and lines", "数据与直线"),
        };
        let title = title.into();
        let status = String::new();
        Panel {
            name: "samples",
            series: None,
            title,
            detail,
            status,
            columns: 4,
            starts: false,
            turns: false,
            tall: false,
            description,
        }
    }

    /// The descent whose probabilities are shown.
    fn first_name(&self) -> &'static str {
        self.series.first().map_or("", |series| short(*series).in_language(self.language))
    }

    pub(super) fn describe_losses(&self) -> Panel {
        let axis = progress_title(self.settings.progress, self.language);
        let losses = self.lanes.iter().map(|lane| {
            let parameters = lane.seen.parameters;
            let loss = significant(self.ground.height(parameters), 3);
            let right = if self.ground.has_classes { format!(" ({})", self.right(parameters)) } else { String::new() };
            format!("{} E = {loss}{right}", short(lane.series).in_language(self.language))
        });
        let losses = losses.collect::<Vec<_>>().join(self.say("; ", "；"));
        let description = match self.language {
            Language::English => format!("The loss of each descent against {axis}: {losses}."),
            Language::Chinese => format!("各个下降的损失随{axis}的变化：{losses}。"),
        };
        Panel {
            name: "loss",
            series: None,
            title: match self.settings.height {
                Height::Accuracy => self.say("Accuracy", "正确率").into(),
                _ => self.say("Loss", "损失").into(),
            },
            detail: match self.language {
                Language::English => format!("against {axis}"),
                Language::Chinese => format!("横轴：{axis}"),
            },
            status: String::new(),
            columns: if self.lanes.len() == 1 { 4 } else { 8 },
            starts: false,
            turns: false,
            tall: false,
            description,
        }
    }

    /// The newest step in numbers; before the first one, the step to come.
    pub(super) fn rule(&self, lane: &Lane) -> String {
        let step = if lane.seen.fraction > 0.0 { lane.seen.steps } else { lane.seen.steps.saturating_sub(1) };
        let experiment = self.settings.lane(lane.series);
        let (before, dim) = (lane.point(step), self.ground.dim());
        let mut sampler = lane.trainer.sampler().clone();
        let mut slopes = vec![0.0; dim];
        self.ground.risk.value_and_gradient(&before[..dim], sampler.batch(step), &mut slopes);
        let mut gradient = parameters(&slopes);
        let plain_descent =
            ["momentum", "weight_decay"].iter().all(|name| experiment.hyper_parameter(name) == Some(0.0));
        let taken = lane.trainer.steps() > step;
        let after: Parameters = match taken {
            true => lane.point(step + 1),
            false => std::array::from_fn(|i| before[i] - experiment.lr * gradient[i]),
        };
        // With momentum the step is along the velocity.
        let symbol = match lane.series {
            _ if !plain_descent => "v",
            Style::BATCH => "∇E",
            _ => "∇E_B",
        };
        if !plain_descent && taken && experiment.lr > 0.0 {
            gradient = std::array::from_fn(|i| (before[i] - after[i]) / experiment.lr);
        }
        let after = if after.iter().all(|parameter| parameter.is_finite()) { after } else { before };
        let two = |parameters| self.ground.two(parameters);
        let (before, gradient, after) = (two(before), two(gradient), two(after));
        Rule { names: self.names(), before, rate: experiment.lr, gradient, after, symbol }.to_string()
    }

    /// What has to be said where the loss has no minimum.
    pub(super) fn notice_of_separable_classes(&self) -> Option<Notice> {
        if !self.ground.is_separable {
            return None;
        }
        let lengths = self.lanes.iter().map(|lane| {
            let [w1, w2, _] = lane.seen.parameters;
            format!("{} |w| = {}", short(lane.series).in_language(self.language), significant(libm::hypot(w1, w2), 3))
        });
        let lengths = lengths.collect::<Vec<_>>().join(self.say(", ", "，"));
        let why = match (self.ground.is_parted, self.language) {
            (true, Language::English) => {
                "A line parts these classes. Weights on the right side of it, made longer, make every probability and so the cross-entropy better still"
            }
            (false, Language::English) => {
                "Some weights put no sample on the wrong side. Made longer, they make the cross-entropy better still"
            }
            (true, Language::Chinese) => {
                "有一条直线能分开这两类。判对了所有样本的权重再放大，每个概率都更接近目标，交叉熵也更小"
            }
            (false, Language::Chinese) => "有些权重没有判错任何样本。把它们再放大，交叉熵还会更小",
        };
        let text = match self.language {
            Language::English => {
                format!("{why}: there is no minimum, and the weights grow without end. Now {lengths}.")
            }
            Language::Chinese => format!("{why}：所以没有最小值，权重会一直增大。此刻{lengths}。"),
        };
        Some(Notice { series: None, text, remedy: None })
    }

    /// What the limit of a descent is the limit of: for all samples a formula.
    pub(super) fn limit_in_words(&self, lane: &Lane) -> Option<String> {
        let limit = lane.limit?;
        let experiment = self.settings.lane(lane.series);
        let batch = count(self.batch_of(lane.series) as u64);
        Some(match (self.language, limit.sense) {
            _ if lane.is_whole() => stability::Rule::of(&experiment)?.formula(),
            (Language::English, Sense::EveryRun) => format!("the limit for batches of {batch} in this order"),
            (Language::Chinese, Sense::EveryRun) => format!("按此顺序、批量为 {batch} 时的上限"),
            (Language::English, Sense::MeanSquare) => format!("the mean-square limit for batches of {batch}"),
            (Language::Chinese, Sense::MeanSquare) => format!("批量为 {batch} 时的均方上限"),
            (Language::English, Sense::Estimated { epochs }) => {
                format!("the mean-square limit for batches of {batch} (estimated from {} epochs)", count(epochs as u64))
            }
            (Language::Chinese, Sense::Estimated { epochs }) => {
                format!("批量为 {batch} 时的均方上限（由 {} 轮估计）", count(epochs as u64))
            }
        })
    }

    /// What has to be said of a descent that leaves its valley for good.
    pub(super) fn notice(&self, lane: &Lane) -> Option<Notice> {
        let (start, now) = (*lane.path_heights.first()?, self.ground.height(lane.seen.parameters));
        let diverged = lane.trainer.status() == Status::Diverged && lane.is_over();
        let rate = self.settings.lane(lane.series).lr;
        let beyond = lane.limit.is_some_and(|limit| rate >= limit.value);
        let diverging = beyond && now > ALARMING * start;
        if !diverged && !diverging {
            return None;
        }
        let name = title(lane.series).in_language(self.language);
        let (eta, steps, grown) =
            (significant(rate, 3), count(lane.seen.steps), quotient(now, start.max(f64::MIN_POSITIVE)));
        let limit = lane.limit.filter(|_| beyond).zip(self.limit_in_words(lane));
        let limit = limit.map(|(limit, what)| (what, significant(limit.value, 3)));
        let of_limit = match (self.language, limit) {
            (Language::English, Some((what, limit))) => format!(" is not below {what} = {limit}"),
            (Language::English, None) => " is too large".into(),
            (Language::Chinese, Some((what, limit))) => format!("不小于{what} = {limit}"),
            (Language::Chinese, None) => "太大".into(),
        };
        let in_mean = lane.limit.is_some_and(|limit| limit.sense != Sense::EveryRun);
        let text = match (self.language, diverged) {
            (Language::English, true) => format!(
                "{name} has diverged: η = {eta}{of_limit}. After {steps} updates the loss had grown by a factor of {grown}; what you see is the last finite point."
            ),
            (Language::English, false) if in_mean => format!(
                "{name} is far out: η = {eta}{of_limit}. After {steps} updates the loss has grown by a factor of {grown}. The mean over many runs grows without end; a single one may come back."
            ),
            (Language::English, false) => format!(
                "{name} diverges: η = {eta}{of_limit}. After {steps} updates the loss has grown by a factor of {grown}."
            ),
            (Language::Chinese, true) => format!(
                "{name}已发散：η = {eta} {of_limit}。{steps} 次更新后，损失增大到原来的 {grown} 倍；图中停在最后一个有限的点。"
            ),
            (Language::Chinese, false) if in_mean => format!(
                "{name}被甩得很远：η = {eta} {of_limit}。{steps} 次更新后，损失已增大到原来的 {grown} 倍。许多次运行的平均会无限增大；单独一次仍可能回来。"
            ),
            (Language::Chinese, false) => {
                format!("{name}正在发散：η = {eta} {of_limit}。{steps} 次更新后，损失已增大到原来的 {grown} 倍。")
            }
        };
        Some(Notice { series: Some(lane.series), text, remedy: self.remedy(lane) })
    }

    /// Half of the smallest limit concerned, rounded to two digits: well within, and still quick.
    fn remedy(&self, lane: &Lane) -> Option<Remedy> {
        let (key, limit) = match self.settings.rates {
            Some(_) => (rate_of(lane.series).1, lane.limit?.value),
            None => {
                let limits = self.lanes.iter().filter_map(|lane| lane.limit);
                ("lr", limits.map(|limit| limit.value).fold(f64::INFINITY, f64::min))
            }
        };
        let rate = Some(rounded(0.5 * limit, 2)).filter(|rate| rate.is_finite() && *rate > 0.0)?;
        let label = match self.language {
            Language::English => format!("Use η = {}", significant(rate, 3)),
            Language::Chinese => format!("改用 η = {}", significant(rate, 3)),
        };
        Some(Remedy { key, value: plain(rate), label })
    }

    pub(super) fn read_out(&self) -> String {
        let number = |value: f64| significant(value, 3);
        match self.hovered {
            None => String::new(),
            Some(Hovered::Parameters(point)) => self.in_words(self.ground.parameters_at(point)),
            Some(Hovered::Sample(sample)) => {
                let ([x, y], [first, second]) = (self.place_of(sample).map(number), &self.titles.data);
                let class = match self.ground.has_classes {
                    true => format!(", {} {}", self.say("class", "类别"), number(self.ground.data.targets()[sample])),
                    false => String::new(),
                };
                format!("{first} = {x}, {second} = {y}{class}")
            }
            Some(Hovered::Progress(position)) => {
                let progress = self.settings.progress;
                let losses = self.lanes.iter().map(|lane| {
                    let point = lane.point(lane.steps_before(position, progress));
                    format!(
                        "{} E = {}",
                        short(lane.series).in_language(self.language),
                        number(self.ground.height(point))
                    )
                });
                let place = format!("{} {}", significant(position, 3), progress_title(progress, self.language));
                [place].into_iter().chain(losses).collect::<Vec<_>>().join(" · ")
            }
        }
    }
}
