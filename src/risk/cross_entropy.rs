//! The cross-entropy of two scores at a time, with the bits of one at a time.
//!
//! Its power of e and its logarithm are those of FreeBSD's `e_exp.c` and `s_log1p.c`, by Sun Microsystems (1993, 2004), which
//! the crate `libm` has as well: the same operations in the same order, with a choice where those branch. So every number is
//! the one that [`Term`](crate::loss::Term) has for it.

use super::pair::Pair;

const LN_2: [f64; 2] = [f64::from_bits(0x3fe6_2e42_fee0_0000), f64::from_bits(0x3dea_39ef_3579_3c76)];
/// A remainder beyond half of log 2 is reduced, and one beyond 1½ of it by a number of them that is worked out.
const HALF_LN_2: f64 = f64::from_bits(0x3fd6_2e43_0000_0000);
const MANY_LN_2: f64 = f64::from_bits(0x3ff0_a2b2_0000_0000);
/// Below it, e⁻ᵃ is 1 − a.
const TINY: f64 = f64::from_bits(0x3e30_0001_0000_0000);
/// From here on e⁻ᵃ may have fewer digits than an `f64`.
const LARGE: f64 = 708.0;
/// Of the exponential on its remainder, and of the logarithm.
const P: [f64; 5] = [
    f64::from_bits(0x3fc5_5555_5555_553e),
    f64::from_bits(0xbf66_c16c_16be_bd93),
    f64::from_bits(0x3f11_566a_af25_de2c),
    f64::from_bits(0xbebb_bd41_c5d2_6bf1),
    f64::from_bits(0x3e66_3769_72be_a4d0),
];
const LG: [f64; 7] = [
    f64::from_bits(0x3fe5_5555_5555_5593),
    f64::from_bits(0x3fd9_9999_9997_fa04),
    f64::from_bits(0x3fd2_4924_9422_9359),
    f64::from_bits(0x3fcc_71c5_1d8e_78af),
    f64::from_bits(0x3fc7_4664_96cb_03de),
    f64::from_bits(0x3fc3_9a09_d078_c69f),
    f64::from_bits(0x3fc2_f112_df3e_5244),
];
/// From here on log(1 + x) is taken of half of 1 + x.
const ABOVE: f64 = f64::from_bits(0x3fda_827a_0000_0000);

/// ℓ = log(1 + eˢ) − ys and ∂ℓ/∂s = σ(s) − y.
#[inline(always)]
pub(super) fn value_and_derivative(score: Pair, target: Pair) -> (Pair, Pair) {
    let [zero, one] = [0.0, 1.0].map(Pair::twice);
    let small = power_of_e(zero - score.abs());
    let is_positive = score.at_least(zero);
    let probability = is_positive.choose(one, small) / (one + small);
    (is_positive.choose(score, zero) - target * score + log_1p(small), probability - target)
}

/// eˣ for x ≤ 0.
#[inline(always)]
fn power_of_e(x: Pair) -> Pair {
    let all = Pair::twice;
    let [zero, one, two] = [0.0, 1.0, 2.0].map(all);
    let size = x.abs();
    if !size.both().iter().all(|&size| size < LARGE) {
        return Pair::of(x.both().map(libm::exp));
    }
    let worked_out = (all(std::f64::consts::LOG2_E) * size + all(0.5)).floor();
    let times = size.at_least(all(MANY_LN_2)).choose(worked_out, size.at_least(all(HALF_LN_2)).choose(one, zero));
    let times = zero - times;
    let (high, low) = (x - times * all(LN_2[0]), times * all(LN_2[1]));
    let x = high - low;
    let square = x * x;
    let [p1, p2, p3, p4, p5] = P.map(all);
    let c = x - square * (p1 + square * (p2 + square * (p3 + square * (p4 + square * p5))));
    let power = one + (x * c / (two - c) - low + high);
    size.at_least(all(TINY)).choose(power * times.power_of_two(), one + high)
}

/// log(1 + x) for 0 ≤ x ≤ 1.
#[inline(always)]
fn log_1p(x: Pair) -> Pair {
    let all = Pair::twice;
    let [zero, half, one, two] = [0.0, 0.5, 1.0, 2.0].map(all);
    let [lg1, lg2, lg3, lg4, lg5, lg6, lg7] = LG.map(all);
    let (sum, is_above) = (one + x, x.at_least(all(ABOVE)));
    let lost = is_above.choose((x - (sum - one)) / sum, zero);
    let halves = is_above.choose(one, zero);
    let f = is_above.choose(half * sum - one, x);
    let half_square = half * f * f;
    let s = f / (two + f);
    let z = s * s;
    let w = z * z;
    let even = w * (lg2 + w * (lg4 + w * lg6));
    let odd = z * (lg1 + w * (lg3 + w * (lg5 + w * lg7)));
    s * (half_square + (odd + even)) + (halves * all(LN_2[1]) + lost) - half_square + f + halves * all(LN_2[0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::{Loss, Term};
    use crate::model::Link;
    use proptest::prelude::*;

    fn has_the_bits_of_one_at_a_time(scores: [f64; 2], targets: [f64; 2]) {
        let term = Term { loss: Loss::CrossEntropy, link: Link::Logistic };
        let (values, derivatives) = value_and_derivative(Pair::of(scores), Pair::of(targets));
        for lane in 0..2 {
            let (value, derivative) = term.value_and_derivative(scores[lane], targets[lane]);
            let (score, both) = (scores[lane], [values.both()[lane], derivatives.both()[lane]]);
            for (pair, alone) in both.into_iter().zip([value, derivative]) {
                let same = pair.to_bits() == alone.to_bits() || pair.is_nan() && alone.is_nan();
                assert!(same, "{score} (0x{:x}): {pair} {alone}", score.to_bits());
            }
        }
    }

    #[test]
    fn wherever_a_branch_is_taken_the_bits_are_those_of_one_at_a_time() {
        // ABOVE lies at e⁻ᵃ ≈ 0.414, so a ≈ 0.881.
        let turns = [
            0.0,
            TINY,
            HALF_LN_2,
            MANY_LN_2,
            0.881_373_58,
            36.7,
            LARGE,
            708.396,
            745.13,
            f64::INFINITY,
            f64::MIN_POSITIVE,
        ];
        for turn in turns {
            let near = (0..200_u64).map(|k| f64::from_bits(turn.to_bits().saturating_sub(100) + k));
            let by_words = (0..64_u64)
                .map(|k| f64::from_bits((turn.to_bits() & !0xffff_ffff).saturating_sub(32 << 26) + (k << 26)));
            for score in near.chain(by_words) {
                has_the_bits_of_one_at_a_time([score, -score], [1.0, 0.0]);
            }
        }
        has_the_bits_of_one_at_a_time([f64::NAN, 1.0], [1.0, 0.0]);
        for k in 0..2000 {
            let multiple = f64::from(k) * 0.5 * std::f64::consts::LN_2;
            has_the_bits_of_one_at_a_time([multiple, -multiple], [0.0, 1.0]);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        #[test]
        fn two_at_a_time_have_the_bits_of_one_at_a_time(
            scores in prop::array::uniform2(prop_oneof![-3.0..3.0_f64, -800.0..800.0_f64, any::<f64>()]),
            targets in prop::array::uniform2(0.0..=1.0_f64),
        ) {
            has_the_bits_of_one_at_a_time(scores, targets);
        }
    }
}
