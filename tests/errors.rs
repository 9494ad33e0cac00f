//! Bad inputs and what a reader is told: the key, the value, and what is allowed, in both languages.

use descent::data::{Dataset, MAX_SAMPLES};
use descent::error::Error;
use descent::experiment::{Experiment, MOST_MISTAKES, MOST_PARTS};
use descent::figure::named;
use descent::trainer::Trainer;
use descent::words::Words;
use std::sync::Arc;

/// What was refused, in English and in Chinese.
type Row<'a> = (&'a str, &'a str, &'a str);

/// Features, numbers a row, targets.
type Table = (Vec<f64>, usize, Vec<f64>);

fn assert_messages(rows: &[Row<'_>], refuse: impl Fn(&str) -> Error) {
    for (input, english, chinese) in rows {
        let error = refuse(input);
        assert_eq!(error.message(Words::of("en")), *english, "{input:?}");
        assert_eq!(error.message(Words::of("zh")), *chinese, "{input:?}");
    }
}

/// The error of a run that a string asks for, on three samples of two features if its data are its own.
fn of_string(text: &str) -> Error {
    let own = || Dataset::new(vec![0.0, 1.0, 2.0, 3.0, 4.0, 5.0], 2, vec![1.0, 2.0, 3.0]).unwrap();
    let run = |experiment: Experiment| {
        let data = text.contains("data=own").then(|| Arc::new(own()));
        Trainer::new(&experiment, data)
    };
    text.parse().and_then(run).err().unwrap_or_else(|| panic!("{text} is allowed"))
}

#[test]
fn what_is_no_experiment_is_told_how_to_write_one() {
    assert_messages(
        &[
            ("lr", "`lr` has no `=`; write key=value", "“lr”缺少“=”；应写成“键=值”"),
            ("lr=0.1&50%25&seed=1", "`50%` has no `=`; write key=value", "“50%”缺少“=”；应写成“键=值”"),
            ("lr=1&lr=2", "lr: given twice; each key may be given once", "lr：重复给出；每个键只能给一次"),
            (
                "lr=1&seed=",
                "seed: an empty value is not allowed; it must be an integer from 0 to 4294967295",
                "seed：不能为空；应为从 0 到 4294967295 的整数",
            ),
        ],
        of_string,
    );
}

#[test]
fn a_hyper_parameter_of_another_rule_is_told_those_of_this_one() {
    assert_messages(
        &[
            (
                "optimizer=lion&momentum=0.9",
                "momentum: lion has no such hyper-parameter; it has beta1, beta2, weight_decay",
                "momentum：优化器 lion 没有这个超参数；它有：beta1、beta2、weight_decay",
            ),
            ("optimizer=cg&momentum=0.9", "momentum: cg has no hyper-parameters", "momentum：优化器 cg 没有超参数"),
        ],
        of_string,
    );
}

#[test]
fn an_unknown_key_is_told_the_known_ones() {
    let Error::UnknownKey { known, .. } = of_string("colour=red") else { panic!("colour is a key") };
    assert!(known.starts_with(&["objective", "data", "n"]) && known.ends_with(&["start", "seed"]));
    let english = format!("there is no key `colour`; the keys are {}", known.join(", "));
    let chinese = format!("没有名为“colour”的键；可用的键：{}", known.join("、"));
    assert_messages(&[("colour=red", &english, &chinese)], of_string);
    let novel = format!("{}=1", "x".repeat(10_000));
    assert!(of_string(&novel).to_string().len() < english.len() + 200, "a novel is not repeated in full");
}

#[test]
fn a_string_of_very_many_parts_is_read_in_part_and_its_mistakes_are_listed_in_part() {
    let keys = |count: usize| (0..count).map(|place| format!("key{place}=1")).collect::<Vec<_>>().join("&");
    let (experiment, errors) = Experiment::default().parse_leniently(&format!("lr=0.5&{}", keys(90_000)));
    assert_eq!((experiment.lr, errors.len()), (0.5, MOST_MISTAKES));
    assert_messages(
        &[(
            &"figure.x=1&".repeat(MOST_PARTS + 1),
            "the experiment is too long; it may have at most 1000 parts key=value",
            "实验字符串过长；最多 1000 项“键=值”",
        )],
        of_string,
    );
    assert!("figure.x=1&".repeat(MOST_PARTS).parse::<Experiment>().is_ok());
}

#[test]
fn a_key_given_twice_is_told_so_and_one_that_does_not_exist_is_unknown_each_time() {
    let errors = |text: &str| -> Vec<_> {
        let (_, errors) = Experiment::default().parse_leniently(text);
        errors.iter().map(|error| (error.code(), error.key().map(String::from))).collect()
    };
    let error = |code, key: &str| (code, Some(key.to_owned()));
    assert_eq!(errors("lr=1&lr=2"), [error("duplicate-key", "lr")]);
    assert_eq!(errors("colour=1&colour=2"), [error("unknown-key", "colour"), error("unknown-key", "colour")]);
}

#[test]
fn the_parameters_of_very_wide_data_are_not_all_named() {
    let d = 100_000;
    let wide = Arc::new(Dataset::new(vec![0.0; d], d, vec![1.0]).unwrap());
    let refused = Trainer::new(&"data=own&start=1".parse().unwrap(), Some(wide)).err().unwrap();
    for words in [Words::of("en"), Words::of("zh")] {
        let message = refused.message(words);
        assert!(
            message.contains("100001")
                && message.contains("w1")
                && message.ends_with("…, b") | message.ends_with("…、b")
        );
        assert!(message.len() < 500, "{message}");
    }
}

#[test]
fn a_value_out_of_range_is_told_the_range() {
    assert_messages(
        &[
            (
                "lr=fast",
                "lr: `fast` is not allowed; it must be a number from 0 to 10³⁰⁰",
                "lr：不能取“fast”；应为从 0 到 10³⁰⁰ 的数",
            ),
            (
                "lr=NaN",
                "lr: `NaN` is not allowed; it must be a number from 0 to 10³⁰⁰",
                "lr：不能取“NaN”；应为从 0 到 10³⁰⁰ 的数",
            ),
            (
                "lr=-0.1",
                "lr: `-0.1` is not allowed; it must be a number from 0 to 10³⁰⁰",
                "lr：不能取“-0.1”；应为从 0 到 10³⁰⁰ 的数",
            ),
            (
                "slope=1e400",
                "slope: `1e400` is not allowed; it must be a number from -1000000 to 1000000",
                "slope：不能取“1e400”；应为从 -1000000 到 1000000 的数",
            ),
            (
                "momentum=1",
                "momentum: `1` is not allowed; it must be a number from 0 to below 1",
                "momentum：不能取“1”；应为不小于 0 且小于 1 的数",
            ),
            (
                "seed=4294967296",
                "seed: `4294967296` is not allowed; it must be an integer from 0 to 4294967295",
                "seed：不能取“4294967296”；应为从 0 到 4294967295 的整数",
            ),
            (
                "seed=-1",
                "seed: `-1` is not allowed; it must be an integer from 0 to 4294967295",
                "seed：不能取“-1”；应为从 0 到 4294967295 的整数",
            ),
            (
                "seed=1.5",
                "seed: `1.5` is not allowed; it must be an integer from 0 to 4294967295",
                "seed：不能取“1.5”；应为从 0 到 4294967295 的整数",
            ),
            (
                "n=0",
                "n: `0` is not allowed; it must be an integer from 1 to 1000000000000",
                "n：不能取“0”；应为从 1 到 1000000000000 的整数",
            ),
            (
                "batch=0",
                "batch: `0` is not allowed; it must be an integer from 1 to 10000000",
                "batch：不能取“0”；应为从 1 到 10000000 的整数",
            ),
            (
                "loss=hinge",
                "loss: `hinge` is not allowed; it must be one of half-squared-error, mse, mae, huber, cross-entropy",
                "loss：不能取“hinge”；应为以下之一：half-squared-error、mse、mae、huber、cross-entropy",
            ),
            (
                "bias=yes",
                "bias: `yes` is not allowed; it must be one of true, false",
                "bias：不能取“yes”；应为以下之一：true、false",
            ),
            (
                "model=cubic",
                "model: `cubic` is not allowed; it must be one of linear, logistic",
                "model：不能取“cubic”；应为以下之一：linear、logistic",
            ),
            (
                "noise=%00",
                "noise: `\u{fffd}` is not allowed; it must be a number from 0 to 1000000",
                "noise：不能取“\u{fffd}”；应为从 0 到 1000000 的数",
            ),
        ],
        of_string,
    );
}

#[test]
fn a_mistake_in_a_formula_is_told_its_place_and_what_belongs_there() {
    let long = format!("f={}", "x".repeat(1001));
    let deep = format!("f={}", "(".repeat(51));
    let (xs, brackets) = ("x".repeat(60), "(".repeat(51));
    assert_messages(
        &[
            (
                "f=x %2B* 2",
                "f: `x +* 2` is not allowed; character 4 must be a number, x, y, a function or `(`",
                "f：不能取“x +* 2”；第 4 个字符处应为数、x、y、函数或“(”",
            ),
            (
                "f=",
                "f: an empty value is not allowed; character 1 must be a number, x, y, a function or `(`",
                "f：不能为空；第 1 个字符处应为数、x、y、函数或“(”",
            ),
            (
                "f=sen(x)",
                "f: `sen(x)` is not allowed; character 1 must be one of x, y, pi, π, e, sin, cos, tan, asin, acos, atan, \
                 sinh, cosh, tanh, exp, log, ln, sqrt, abs, sign, min, max",
                "f：不能取“sen(x)”；第 1 个字符处应为下列之一：x、y、pi、π、e、sin、cos、tan、asin、acos、atan、sinh、cosh、tanh、\
                 exp、log、ln、sqrt、abs、sign、min、max",
            ),
            (
                "f=x %2B 1e400",
                "f: `x + 1e400` is not allowed; character 5 must be a number up to 1.79769313486232×10³⁰⁸",
                "f：不能取“x + 1e400”；第 5 个字符处应为不超过 1.79769313486232×10³⁰⁸ 的数",
            ),
            (
                "f=2 x²)",
                "f: `2 x²)` is not allowed; character 5 must be an operator or the end",
                "f：不能取“2 x²)”；第 5 个字符处应为运算符或结尾",
            ),
            (
                "f=sin x",
                "f: `sin x` is not allowed; character 5 must be `(` after the function's name",
                "f：不能取“sin x”；第 5 个字符处应为函数名后的“(”",
            ),
            (
                "f=(x",
                "f: `(x` is not allowed; character 3 must be an operator or `)`",
                "f：不能取“(x”；第 3 个字符处应为运算符或“)”",
            ),
            (
                "f=min(x)",
                "f: `min(x)` is not allowed; character 6 must be an operator or `,`",
                "f：不能取“min(x)”；第 6 个字符处应为运算符或“,”",
            ),
            (
                &long,
                &format!(
                    "f: `{xs}…` is not allowed; character 1001 must be the end: a formula has at most 1000 characters"
                ),
                &format!("f：不能取“{xs}…”；第 1001 个字符处应为结尾：公式最多 1000 个字符"),
            ),
            (
                &deep,
                &format!(
                    "f: `{brackets}` is not allowed; character 52 must be less deep: at most 50 levels of brackets, \
                     signs and powers"
                ),
                &format!("f：不能取“{brackets}”；第 52 个字符处应为较浅的一层：括号、正负号和乘方最多 50 层"),
            ),
        ],
        of_string,
    );
}

#[test]
fn values_that_are_wrong_together_are_told_why() {
    assert_messages(
        &[
            (
                "n=10&sampler=uniform&batch=32",
                "batch: `32` is not allowed with n = 10 samples; it must be an integer from 1 to 10",
                "batch：样本数 n = 10 时不能取“32”；应为从 1 到 10 的整数",
            ),
            (
                "data=own&sampler=shuffle&batch=4",
                "batch: `4` is not allowed with n = 3 samples; it must be an integer from 1 to 3",
                "batch：样本数 n = 3 时不能取“4”；应为从 1 到 3 的整数",
            ),
            (
                "data=line&n=10000001",
                "n: `10000001` is not allowed; so many samples would take 161 MB, and at most 10000000 are stored \
                 (of data=stream none is)",
                "n：不能取“10000001”；这么多样本要占 161 MB，最多存 10000000 个（data=stream 一个也不存）",
            ),
            (
                "data=blobs&n=1000000000000",
                "n: `1000000000000` is not allowed; so many samples would take 24000000 MB, and at most 10000000 are \
                 stored (of data=stream none is)",
                "n：不能取“1000000000000”；这么多样本要占 24000000 MB，最多存 10000000 个（data=stream 一个也不存）",
            ),
            (
                "data=stream&n=10000001",
                "sampler: `full` is not allowed with n = 10000001; each of its steps goes through all samples, of which \
                 there may be 10000000; it must be uniform or sequential",
                "sampler：n = 10000001 时不能取“full”，因为它每一步都要看遍全部样本，最多 10000000 个；应为 uniform 或 sequential",
            ),
            (
                "data=stream&n=1000000000&sampler=shuffle",
                "sampler: `shuffle` is not allowed with n = 1000000000; its order alone would take 4000 MB, and there may \
                 be 10000000 samples; it must be uniform or sequential",
                "sampler：n = 1000000000 时不能取“shuffle”，因为单是记下次序就要占 4000 MB，最多 10000000 个样本；应为 uniform 或 \
                 sequential",
            ),
            (
                "data=stream&scale=standardize",
                "scale: `standardize` is not allowed; it must be `none`",
                "scale：不能取“standardize”；应为“none”",
            ),
            (
                "nesterov=true",
                "nesterov: `true` is not allowed without a momentum above 0 and a dampening of 0",
                "nesterov：不能取“true”，除非 momentum 大于 0 且 dampening 等于 0",
            ),
            (
                "nesterov=true&momentum=0.9&dampening=0.1",
                "nesterov: `true` is not allowed without a momentum above 0 and a dampening of 0",
                "nesterov：不能取“true”，除非 momentum 大于 0 且 dampening 等于 0",
            ),
        ],
        of_string,
    );
}

#[test]
fn a_start_is_told_how_many_numbers_it_takes() {
    assert_messages(
        &[
            (
                "start=1",
                "start: `1` is not allowed; it must be 2 finite numbers joined by commas: w, b",
                "start：不能取“1”；应为用逗号隔开的 2 个有限数：w、b",
            ),
            (
                "bias=false&start=1,2",
                "start: `1,2` is not allowed; it must be a finite number: w",
                "start：不能取“1,2”；应为一个有限数：w",
            ),
            (
                "objective=surface&start=1,up",
                "start: `1,up` is not allowed; it must be 2 finite numbers joined by commas: x, y",
                "start：不能取“1,up”；应为用逗号隔开的 2 个有限数：x、y",
            ),
            (
                "objective=surface&start=1,inf",
                "start: `1,inf` is not allowed; it must be 2 finite numbers joined by commas: x, y",
                "start：不能取“1,inf”；应为用逗号隔开的 2 个有限数：x、y",
            ),
            (
                "objective=expression&f=x^2&start=1,2",
                "start: `1,2` is not allowed; it must be a finite number: x",
                "start：不能取“1,2”；应为一个有限数：x",
            ),
            (
                "data=own&start=1,2",
                "start: `1,2` is not allowed; it must be 3 finite numbers joined by commas: w1, w2, b",
                "start：不能取“1,2”；应为用逗号隔开的 3 个有限数：w1、w2、b",
            ),
            (
                "data=own&start=1,,2",
                "start: `1,,2` is not allowed; it must be finite numbers joined by commas, one for each parameter",
                "start：不能取“1,,2”；应为用逗号隔开的有限数，每个参数一个",
            ),
        ],
        of_string,
    );
}

#[test]
fn data_and_experiment_must_belong_together() {
    let data = Arc::new(Dataset::new(vec![1.0], 1, vec![1.0]).unwrap());
    assert_messages(
        &[("data=own", "data: `own` needs a data set beside the experiment", "data：取“own”时必须同时给出数据集")],
        |text| Trainer::new(&text.parse().unwrap(), None).err().unwrap(),
    );
    assert_messages(
        &[
            (
                "data=line",
                "data: with a data set given, it must be `own`, and the objective `regression`",
                "data：给出数据集时应为“own”，且 objective 应为“regression”",
            ),
            (
                "data=own&objective=surface",
                "data: with a data set given, it must be `own`, and the objective `regression`",
                "data：给出数据集时应为“own”，且 objective 应为“regression”",
            ),
        ],
        |text| Trainer::new(&text.parse().unwrap(), Some(Arc::clone(&data))).err().unwrap(),
    );
}

#[test]
fn a_figure_is_told_which_data_it_shows() {
    let data = Arc::new(Dataset::new(vec![1.0, 2.0], 2, vec![1.0]).unwrap());
    assert_messages(
        &[
            ("gradient", "data: this figure shows no data that it is given", "data：这张图不支持使用自己的数据"),
            (
                "three-descents",
                "featureCount: `2` is not allowed; this figure draws 1 for each sample",
                "featureCount：不能取“2”；这张图画的样本应有 1 个特征",
            ),
        ],
        |figure| named(figure, Words::of("en").clone()).unwrap().give(&data).unwrap_err(),
    );
}

#[test]
fn data_without_classes_are_told_which_have_some() {
    let english = |data: &str| {
        format!(
            "data: `{data}` has no classes, which the logistic model and the cross-entropy need; it must be one of blobs, \
             iris, own"
        )
    };
    let chinese =
        |data: &str| format!("data：“{data}”没有类别，而逻辑斯谛模型和交叉熵要求类别；应为以下之一：blobs、iris、own");
    for (text, data) in [("model=logistic", "line"), ("loss=cross-entropy&data=engel", "engel")] {
        assert_messages(&[(text, &english(data), &chinese(data))], of_string);
    }
}

#[test]
fn classes_are_wanted_where_a_prediction_is_a_probability() {
    let data = Arc::new(Dataset::new(vec![1.0, 2.0], 1, vec![1.0, 2.0]).unwrap());
    let of_own = |text: &str| Trainer::new(&text.parse().unwrap(), Some(Arc::clone(&data))).err().unwrap();
    let english = "row 1 of the data, target: `2` is not allowed; the logistic model and the cross-entropy need a class, \
                   0 or 1, or a probability between (rows count from 0)";
    let chinese = "数据第 1 行的目标值：不能取“2”；逻辑斯谛模型和交叉熵要求类别 0 或 1，或其间的概率（行从 0 数起）";
    assert_messages(
        &[("data=own&model=logistic", english, chinese), ("data=own&loss=cross-entropy", english, chinese)],
        of_own,
    );
}

#[test]
fn data_that_are_none_are_told_what_is_missing() {
    let cases: [(Table, Row<'_>); 8] = [
        (
            (vec![], 1, vec![]),
            (
                "no samples",
                "the data is empty; there must be at least one sample and one feature",
                "数据为空；至少要有一个样本和一个特征",
            ),
        ),
        (
            (vec![], 0, vec![1.0]),
            (
                "no features",
                "the data is empty; there must be at least one sample and one feature",
                "数据为空；至少要有一个样本和一个特征",
            ),
        ),
        (
            (vec![1.0; 5], 2, vec![1.0; 3]),
            (
                "a number short",
                "the data is ragged: 5 feature values in rows of 2 for 3 targets; there must be 3 × 2 feature values",
                "数据不齐：特征值共 5 个，每行 2 个，目标值 3 个；特征值应有 3 × 2 个",
            ),
        ),
        (
            (vec![1.0, 2.0, 3.0, f64::NAN], 2, vec![1.0, 2.0]),
            (
                "a feature that is NaN",
                "row 1 of the data, feature 1: `NaN` is not allowed; it must be a number from −10⁶⁰ to 10⁶⁰ (rows and \
                 features count from 0)",
                "数据第 1 行的特征 1：不能取“NaN”；应为从 −10⁶⁰ 到 10⁶⁰ 的数（行和特征都从 0 数起）",
            ),
        ),
        (
            (vec![1.0, 2.0], 1, vec![f64::NEG_INFINITY, 2.0]),
            (
                "a target that is infinite",
                "row 0 of the data, target: `-inf` is not allowed; it must be a number from −10⁶⁰ to 10⁶⁰ (rows and \
                 features count from 0)",
                "数据第 0 行的目标值：不能取“-inf”；应为从 −10⁶⁰ 到 10⁶⁰ 的数（行和特征都从 0 数起）",
            ),
        ),
        (
            (vec![1e61], 1, vec![1.0]),
            (
                "a feature too large to square twice",
                "row 0 of the data, feature 0: `1e61` is not allowed; it must be a number from −10⁶⁰ to 10⁶⁰ (rows and \
                 features count from 0)",
                "数据第 0 行的特征 0：不能取“1e61”；应为从 −10⁶⁰ 到 10⁶⁰ 的数（行和特征都从 0 数起）",
            ),
        ),
        (
            (vec![1.0; MAX_SAMPLES + 1], 1, vec![1.0; MAX_SAMPLES + 1]),
            (
                "a sample too many",
                "n: `10000001` is not allowed; a data set may have at most 10000000 samples",
                "n：不能取“10000001”；数据集最多 10000000 个样本",
            ),
        ),
        (
            (vec![1.0; 2], 30_000_000, vec![1.0; 2]),
            (
                "more than there is room for",
                "the data is too large: 2 samples of 30000000 features take 480 MB; a data set may have at most \
                 50000000 numbers, 400 MB",
                "数据过大：2 个样本、每个 30000000 个特征需要 480 MB；数据集最多 50000000 个数，即 400 MB",
            ),
        ),
    ];
    for ((features, feature_count, targets), row) in cases {
        assert_messages(&[row], |_| Dataset::new(features.clone(), feature_count, targets.clone()).unwrap_err());
    }
}

#[test]
fn a_table_is_told_the_line_and_the_column() {
    assert_messages(
        &[
            (
                "x,y\n1,2\n3,four\n",
                "CSV line 3, column `y`: `four` is not allowed; it must be a number from −10⁶⁰ to 10⁶⁰",
                "CSV 第 3 行“y”列：不能取“four”；应为从 −10⁶⁰ 到 10⁶⁰ 的数",
            ),
            (
                "x,y\n\n1,2\n,4\n",
                "CSV line 4, column `x`: an empty value is not allowed; it must be a number from −10⁶⁰ to 10⁶⁰",
                "CSV 第 4 行“x”列：不能为空；应为从 −10⁶⁰ 到 10⁶⁰ 的数",
            ),
            (
                "收入,y\n1e400,2\n",
                "CSV line 2, column `收入`: `1e400` is not allowed; it must be a number from −10⁶⁰ to 10⁶⁰",
                "CSV 第 2 行“收入”列：不能取“1e400”；应为从 −10⁶⁰ 到 10⁶⁰ 的数",
            ),
            (
                "x,y\n1\n",
                "CSV line 2: 1 cell; there must be 2, as in the header",
                "CSV 第 2 行：有 1 个单元格；应和表头一样有 2 个",
            ),
            (
                "x,y\n1,2\n1,2,3\n",
                "CSV line 3: 3 cells; there must be 2, as in the header",
                "CSV 第 3 行：有 3 个单元格；应和表头一样有 2 个",
            ),
            ("x,z\n1,2\n", "CSV: there is no column `y`; the columns are x, z", "CSV：没有名为“y”的列；现有的列：x、z"),
            (
                "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v\n1,2\n",
                "CSV: there is no column `y`; the columns are a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t \
                 and 2 more",
                "CSV：没有名为“y”的列；现有的列：a、b、c、d、e、f、g、h、i、j、k、l、m、n、o、p、q、r、s、t，另有 2 列",
            ),
            (
                "x,y,x\n1,2,3\n",
                "CSV: two columns are called `x`; each must have a name of its own",
                "CSV：有两列都名为“x”；每列的名字都应不同",
            ),
            (
                "y,,\n1,2,3\n",
                "CSV: two columns have no name; each must have a name of its own",
                "CSV：有两列没有名字；每列的名字都应不同",
            ),
            (
                "x,y\r\r1,2\r\"1\"5,2\r",
                "CSV line 4, cell 1: `5` is not allowed; nothing but a comma may follow a closing quote, and a quote within \
                 quotes is doubled",
                "CSV 第 4 行第 1 个单元格：不能取“5”；右引号之后只能是逗号，引号之内的引号应写两次",
            ),
            ("x,y\n1,\"2\n", "CSV line 2: a quote is opened and never closed", "CSV 第 2 行：引号没有闭合"),
            (
                " \n\t\n",
                "CSV: no data; there must be a header row and at least one row below it",
                "CSV：没有数据；应有一行表头和至少一行数据",
            ),
            (
                "x,y\n",
                "CSV: no data; there must be a header row and at least one row below it",
                "CSV：没有数据；应有一行表头和至少一行数据",
            ),
            (
                "",
                "CSV: no data; there must be a header row and at least one row below it",
                "CSV：没有数据；应有一行表头和至少一行数据",
            ),
            (
                "y\n1\n",
                "the data is empty; there must be at least one sample and one feature",
                "数据为空；至少要有一个样本和一个特征",
            ),
        ],
        |text| Dataset::from_csv(text, "y", None).unwrap_err(),
    );
}

#[test]
fn a_move_is_told_what_a_start_is_told() {
    let mut trainer = Trainer::new(&Experiment::default(), None).unwrap();
    let error = trainer.move_to(&[1.0, f64::NAN]).unwrap_err();
    let expected = "start: `1,NaN` is not allowed; it must be 2 finite numbers joined by commas: w, b";
    assert_eq!(error.message(Words::of("en")), expected);
    assert_eq!(error.message(Words::of("zh")), "start：不能取“1,NaN”；应为用逗号隔开的 2 个有限数：w、b");
}
