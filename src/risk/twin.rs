//! What is compiled for each case, held against one plain loop: the same bits.

use super::evaluation::{Evaluation, Value, ValueAndGradient};
use super::kernel::MANY;
use super::*;
use crate::objective::Stretch;
use crate::sampler::{Sampler, Sampling};
use proptest::prelude::*;

/// Σ ℓ and Σ ∂ℓ/∂θ over samples, one after the other.
fn sums(risk: &Risk, parameters: &[f64], samples: impl Iterator<Item = usize>) -> (f64, Vec<f64>) {
    let (mut value, mut gradient) = (0.0, vec![0.0; risk.dim()]);
    for i in samples {
        let (weights, bias) = parameters.split_at(risk.data.d());
        // Feature j in sum j mod 4, from −0 as in all of Rust's sums.
        let mut products = [-0.0; 4];
        for (j, feature) in risk.data.row(i).iter().enumerate() {
            products[j % 4] += weights[j] * feature;
        }
        let product = (products[0] + products[1]) + (products[2] + products[3]);
        let score = if risk.score.bias { product + bias[0] } else { product };
        let derivative = risk.term.derivative(score, risk.data.targets()[i]);
        value += risk.term.value(score, risk.data.targets()[i]);
        gradient.iter_mut().zip(risk.regressors(i)).for_each(|(slope, regressor)| *slope += derivative * regressor);
    }
    (value, gradient)
}

/// The value over a batch, and its gradient.
fn twin(risk: &Risk, parameters: &[f64], batch: Batch<'_>) -> (f64, Vec<f64>) {
    let n = risk.data.n();
    let (value, gradient) = match batch {
        Batch::Samples(indices) => sums(risk, parameters, indices.iter().map(|&i| i as usize)),
        Batch::All if risk.data.d() == 1 && n >= MANY => {
            let lanes = [0, 1, 2, 3].map(|lane| sums(risk, parameters, (lane..n).step_by(4)));
            let add = |a: f64, b: f64, c: f64, d: f64| (a + b) + (c + d);
            let [a, b, c, d] = &lanes;
            let gradient = (0..risk.dim()).map(|j| add(a.1[j], b.1[j], c.1[j], d.1[j])).collect();
            (add(a.0, b.0, c.0, d.0), gradient)
        }
        Batch::All => sums(risk, parameters, 0..n),
        Batch::Drawn(indices) => sums(risk, parameters, indices.iter().map(|&i| i as usize)),
        Batch::Consecutive { from, to } => sums(risk, parameters, from as usize..to as usize),
    };
    let factor = risk.reduction.factor(batch.len(n as u64));
    (factor * value, gradient.into_iter().map(|slope| slope * factor).collect())
}

fn bits(numbers: &[f64]) -> Vec<u64> {
    numbers.iter().map(|number| number.to_bits()).collect()
}

fn losses() -> impl Strategy<Value = Loss> {
    prop_oneof![
        Just(Loss::HalfSquaredError),
        Just(Loss::Mse),
        Just(Loss::Mae),
        (0.1..3.0).prop_map(|delta| Loss::Huber { delta }),
        Just(Loss::CrossEntropy)
    ]
}

prop_compose! {
    /// Of each loss, link and number of features, with parameters.
    fn risks()(
        loss in losses(),
        link in prop_oneof![Just(Link::Identity), Just(Link::Logistic)],
        reduction in prop_oneof![Just(Reduction::Sum), Just(Reduction::Mean)],
        bias: bool,
        d in prop_oneof![2 => Just(1), 3 => 2usize..=17],
        n in prop_oneof![3 => 1usize..60, 1 => MANY - 5..MANY + 5],
        seed: u32,
    ) -> (Risk, Vec<f64>) {
        let mut draw = {
            use crate::random::{Stream, generator, uniform};
            let mut generator = generator(seed, Stream::Data, 0);
            move |count: usize| (0..count).map(|_| uniform(&mut generator, (-2.0, 2.0))).collect::<Vec<f64>>()
        };
        let data = Dataset::new(draw(n * d), d, draw(n)).unwrap();
        let score = Linear { bias };
        (Risk::new(Arc::new(data), Model { score, link }, loss, reduction), draw(score.dim(d)))
    }
}

proptest! {
    #[test]
    fn values_and_gradients_are_those_of_a_plain_loop(
        (risk, parameters) in risks(), places in proptest::collection::vec(any::<prop::sample::Index>(), 1..70),
    ) {
        let indices: Vec<u32> = places.iter().map(|place| place.index(risk.data().n()) as u32).collect();
        let wide: Vec<u64> = indices.iter().map(|&index| index.into()).collect();
        let consecutive = Batch::Consecutive { from: risk.samples() / 3, to: risk.samples() };
        for batch in [Batch::All, Batch::Samples(&indices), Batch::Drawn(&wide), consecutive] {
            let (value, gradient) = twin(&risk, &parameters, batch);
            let mut ours = vec![f64::NAN; risk.dim()];
            prop_assert_eq!(risk.value_and_gradient(&parameters, batch, &mut ours).to_bits(), value.to_bits());
            prop_assert_eq!(bits(&ours), bits(&gradient));
            if batch == Batch::All {
                ours.fill(f64::NAN);
                risk.write_gradient(&parameters, &mut ours);
                prop_assert_eq!(bits(&ours), bits(&gradient));
            }
            prop_assert_eq!(risk.value(&parameters, batch).to_bits(), value.to_bits());
            // As the page's modules have it.
            let of = || Value { risk: &risk, parameters: &parameters, batch };
            let mut ours = vec![f64::NAN; risk.dim()];
            prop_assert_eq!(of().with_any().to_bits(), value.to_bits());
            prop_assert_eq!(ValueAndGradient { of: of(), gradient: &mut ours }.with_any().to_bits(), value.to_bits());
            prop_assert_eq!(bits(&ours), bits(&gradient));
        }
    }

    #[test]
    fn steps_in_a_row_are_those_of_a_plain_loop(
        (risk, start) in risks(), size in prop_oneof![1usize..5, Just(32usize)], steps in 1usize..20, lr in 0.0..0.1, seed: u32,
    ) {
        let mut sampler = Sampler::new(Sampling::Uniform, size, risk.samples(), seed);
        let (size, batches) = (sampler.batch_size(), sampler.batches(0, steps as u64).to_vec());
        let mut stretch = Stretch::default();
        stretch.begin(&start, batches.len() / size);
        risk.descend(lr, &batches, &mut stretch);
        let (mut losses, mut points) = (Vec::new(), start.clone());
        for batch in batches.chunks(size) {
            let here = points[points.len() - risk.dim()..].to_vec();
            let (value, gradient) = twin(&risk, &here, Batch::Samples(batch));
            losses.push(value);
            points.extend(here.iter().zip(gradient).map(|(parameter, slope)| parameter - lr * slope));
        }
        prop_assert_eq!((bits(&stretch.losses), bits(&stretch.points)), (bits(&losses), bits(&points)));
    }
}
