//! The cross-entropy of two scores at a time, with the bits of one at a time.
//!
//! Its power of e and its logarithm are those of FreeBSD's `e_exp.c` and `s_log1p.c`, by Sun Microsystems (1993, 2004), which
//! the crate `libm` has as well: the same operations in the same order, with a choice where those branch. So every number is
//! the one that [`Term`](crate::loss::Term) has for it.

use super::pair::{Pair, PairLoss};

const LN_2: [f64; 2] = [f64::from_bits(0x3fe6_2e42_fee0_0000), f64::from_bits(0x3dea_39ef_3579_3c76)];
/// From here on log 2 is taken off, as often as it fits.
const HALF_LN_2: f64 = f64::from_bits(0x3fd6_2e43_0000_0000);
/// Below it, e⁻ᵃ is 1 − a.
const TINY: f64 = f64::from_bits(0x3e30_0001_0000_0000);
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
/// From here on e⁻ᵃ may have fewer digits than an `f64`.
const LARGE: f64 = 708.0;
/// From here on log(1 + x) is taken of half of 1 + x.
const ABOVE: f64 = f64::from_bits(0x3fda_827a_0000_0000);

/// The cross-entropy, with its constants in memory: an engine has a vector of them from there
/// in one instruction, and puts one together in four where it is written into the code.
pub(super) struct CrossEntropy {
    zero: Pair,
    half: Pair,
    one: Pair,
    two: Pair,
    log2_e: Pair,
    ln_2: [Pair; 2],
    half_ln_2: Pair,
    tiny: Pair,
    p: [Pair; 5],
    lg: [Pair; 7],
    above: Pair,
}

impl CrossEntropy {
    /// Whether it is one of scores whose magnitudes are at most so large: beyond, a power of e may have fewer digits than an
    /// `f64`.
    #[inline(always)]
    pub(super) fn is_of(largest_score: f64) -> bool {
        largest_score < LARGE
    }

    #[inline(always)]
    pub(super) fn new() -> Self {
        let all = Pair::twice;
        // What is known as this is compiled would be written into the code.
        std::hint::black_box(CrossEntropy {
            zero: all(0.0),
            half: all(0.5),
            one: all(1.0),
            two: all(2.0),
            log2_e: all(std::f64::consts::LOG2_E),
            ln_2: LN_2.map(all),
            half_ln_2: all(HALF_LN_2),
            tiny: all(TINY),
            p: P.map(all),
            lg: LG.map(all),
            above: all(ABOVE),
        })
    }

    /// e⁻ᵃ for a ≥ 0.
    #[inline(always)]
    fn power_of_e(&self, a: Pair) -> Pair {
        let Self { half, one, two, log2_e, ln_2, half_ln_2, tiny, .. } = *self;
        let times = a.at_least(half_ln_2).or_zero((log2_e * a + half).floor());
        let (high, low) = (times * ln_2[0] - a, times * ln_2[1]);
        let x = high + low;
        let square = x * x;
        let [p1, p2, p3, p4, p5] = self.p;
        let c = x - square * (p1 + square * (p2 + square * (p3 + square * (p4 + square * p5))));
        let power = one + (a.at_least(tiny).or_zero(x * c / (two - c)) + low + high);
        power * times.power_of_a_half()
    }

    /// log(1 + x) for 0 ≤ x ≤ 1.
    #[inline(always)]
    fn log_1p(&self, x: Pair) -> Pair {
        let Self { half, one, two, ln_2, above, .. } = *self;
        let [lg1, lg2, lg3, lg4, lg5, lg6, lg7] = self.lg;
        let (sum, is_above) = (one + x, x.at_least(above));
        let lost = is_above.or_zero((x - (sum - one)) / sum);
        let halves = is_above.or_zero(one);
        let f = is_above.choose(half * sum - one, x);
        let half_square = half * f * f;
        let s = f / (two + f);
        let z = s * s;
        let w = z * z;
        let even = w * (lg2 + w * (lg4 + w * lg6));
        let odd = z * (lg1 + w * (lg3 + w * (lg5 + w * lg7)));
        s * (half_square + (odd + even)) + (halves * ln_2[1] + lost) - half_square + f + halves * ln_2[0]
    }
}

impl PairLoss for CrossEntropy {
    /// e^−|s|.
    type Begun = Pair;

    #[inline(always)]
    fn begin(&self, score: Pair) -> Pair {
        self.power_of_e(score.abs())
    }

    /// ℓ = log(1 + eˢ) − ys and ∂ℓ/∂s = σ(s) − y.
    #[inline(always)]
    fn value_and_derivative(&self, score: Pair, target: Pair, small: Pair) -> (Pair, Pair) {
        let Self { zero, one, .. } = *self;
        let is_positive = score.at_least(zero);
        let probability = is_positive.choose(one, small) / (one + small);
        (is_positive.or_zero(score) - target * score + self.log_1p(small), probability - target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::{Loss, Term};
    use crate::model::Link;
    use proptest::prelude::*;

    fn has_the_bits_of_one_at_a_time(scores: [f64; 2], targets: [f64; 2]) {
        let term = Term { loss: Loss::CrossEntropy, link: Link::Logistic };
        let largest = f64::max(scores[0].abs(), scores[1].abs());
        if !CrossEntropy::is_of(largest) {
            return;
        }
        let (loss, pair) = (CrossEntropy::new(), Pair::of(scores));
        let (values, derivatives) = loss.value_and_derivative(pair, Pair::of(targets), loss.begin(pair));
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
            1.5 * std::f64::consts::LN_2,
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
        for k in 0..2000 {
            let multiple = f64::from(k) * 0.5 * std::f64::consts::LN_2;
            has_the_bits_of_one_at_a_time([multiple, -multiple], [0.0, 1.0]);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        #[test]
        fn two_at_a_time_have_the_bits_of_one_at_a_time(
            scores in prop::array::uniform2(prop_oneof![-3.0..3.0_f64, -708.0..708.0_f64, any::<f64>()]),
            targets in prop::array::uniform2(0.0..=1.0_f64),
        ) {
            has_the_bits_of_one_at_a_time(scores, targets);
        }
    }
}
