//! Linear algebra for a handful of parameters: a triangle, and eigenvalues.
//!
//! A general library weighs more on the page than all that is computed with it; tests hold these against one.

/// The triangle R of A = QR, column by column, for a matrix given by its columns, `[columns][rows]`: the `j`-th column of
/// R keeps `j + 1` numbers, or as many as there are rows, and its diagonal is not negative. Columns after the first
/// `independent` ones become Qᵀ of theirs, cut to as many.
///
/// By Householder reflections (Golub and Van Loan, *Matrix Computations*, 4th ed., §5.2.2).
///
/// ```
/// use descent::matrix::triangle;
/// // (3, 4) has the length 5; of (5, 10), 11 lie along it and 2 across.
/// assert_eq!(triangle(vec![vec![3.0, 4.0], vec![5.0, 10.0]], 2), [vec![5.0], vec![11.0, 2.0]]);
/// ```
pub fn triangle(mut columns: Vec<Vec<f64>>, independent: usize) -> Vec<Vec<f64>> {
    let rows = columns.first().map_or(0, Vec::len);
    for place in 0..independent.min(rows) {
        let (done, rest) = columns.split_at_mut(place + 1);
        let pivot = &mut done[place][place..];
        let length = dot(pivot, pivot).sqrt();
        // Away from the axis, so that no digit is lost.
        let side = if pivot[0] > 0.0 { -length } else { length };
        pivot[0] -= side;
        let square = dot(pivot, pivot);
        for column in rest.iter_mut().filter(|_| square > 0.0) {
            let part = 2.0 * dot(pivot, &column[place..]) / square;
            column[place..].iter_mut().zip(&*pivot).for_each(|(entry, normal)| *entry -= part * normal);
        }
        done[place].truncate(place);
        done[place].push(length);
        if side < 0.0 {
            // The row changes its sign with the diagonal.
            rest.iter_mut().for_each(|column| column[place] = -column[place]);
        }
    }
    columns.iter_mut().for_each(|column| column.truncate(independent));
    columns
}

/// The eigenvalues of a symmetric matrix, `[dim, dim]`, in no order, and an orthonormal eigenvector for each, `[dim][dim]`.
///
/// By Jacobi's method, rotations that bring one entry after the other to 0 (Golub and Van Loan, §8.5). All NaN where an
/// entry is not finite.
///
/// ```
/// use descent::matrix::eigen;
/// let (values, vectors) = eigen(&[2.0, 1.0, 1.0, 2.0], 2);
/// assert!((values[0] * values[1] - 3.0).abs() < 1e-14);
/// assert!((vectors[0][0].abs() - 0.5_f64.sqrt()).abs() < 1e-15);
/// ```
pub fn eigen(matrix: &[f64], dim: usize) -> (Vec<f64>, Vec<Vec<f64>>) {
    /// Each sweep squares what is beside the diagonal, relatively: a handful is enough.
    const MOST_SWEEPS: usize = 60;
    let mut entries = matrix.to_vec();
    let mut vectors: Vec<Vec<f64>> =
        (0..dim).map(|k| (0..dim).map(|j| f64::from(u8::from(j == k))).collect()).collect();
    if entries.iter().any(|entry| !entry.is_finite()) {
        return (vec![f64::NAN; dim], vectors);
    }
    for _ in 0..MOST_SWEEPS {
        let mut rotated = false;
        for p in 0..dim {
            for q in p + 1..dim {
                let (beside, difference) = (entries[p * dim + q], entries[q * dim + q] - entries[p * dim + p]);
                // Gone, or too small to be felt by its neighbours on the diagonal.
                let size = (entries[p * dim + p].abs()).sqrt() * (entries[q * dim + q].abs()).sqrt();
                if beside == 0.0 || beside.abs() <= 0.25 * f64::EPSILON * size {
                    continue;
                }
                rotated = true;
                let ratio = difference / (2.0 * beside);
                let tangent = 1.0_f64.copysign(ratio) / (ratio.abs() + (1.0 + ratio * ratio).sqrt());
                let cosine = 1.0 / (1.0 + tangent * tangent).sqrt();
                let sine = tangent * cosine;
                let turned = |first: f64, second: f64| (cosine * first - sine * second, sine * first + cosine * second);
                for k in 0..dim {
                    let (row_p, row_q) = turned(entries[p * dim + k], entries[q * dim + k]);
                    (entries[p * dim + k], entries[q * dim + k]) = (row_p, row_q);
                }
                for k in 0..dim {
                    let (column_p, column_q) = turned(entries[k * dim + p], entries[k * dim + q]);
                    (entries[k * dim + p], entries[k * dim + q]) = (column_p, column_q);
                    (vectors[p][k], vectors[q][k]) = turned(vectors[p][k], vectors[q][k]);
                }
                (entries[p * dim + q], entries[q * dim + p]) = (0.0, 0.0);
            }
        }
        if !rotated {
            break;
        }
    }
    ((0..dim).map(|k| entries[k * dim + k]).collect(), vectors)
}

/// Σᵢ uᵢ vᵢ.
pub(crate) fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{DMatrix, SymmetricEigen};
    use proptest::prelude::*;

    fn entries(count: usize) -> impl Strategy<Value = Vec<f64>> {
        let entry = prop_oneof![3 => -3.0..3.0, 1 => Just(0.0), 1 => (-1.0..1.0).prop_map(|x: f64| x * 1e6)];
        proptest::collection::vec(entry, count)
    }

    fn matrices() -> impl Strategy<Value = (usize, usize, Vec<f64>)> {
        (1usize..6, 1usize..6).prop_flat_map(|(more, columns)| {
            let rows = columns + more;
            (Just(rows), Just(columns), entries(rows * columns))
        })
    }

    proptest! {
        #[test]
        fn a_triangle_is_that_of_a_library((rows, columns, entries) in matrices()) {
            let ours = triangle(entries.chunks(rows).map(<[f64]>::to_vec).collect(), columns);
            let theirs = DMatrix::from_column_slice(rows, columns, &entries).qr().r();
            let size = entries.iter().fold(0.0, |size: f64, entry| size.max(entry.abs()));
            for column in 0..columns {
                prop_assert_eq!(ours[column].len(), column + 1);
                // A row that has next to nothing on the diagonal may have either sign.
                for row in (0..=column).filter(|&row| theirs[(row, row)].abs() > 1e-6 * size) {
                    let other = theirs[(row, column)] * theirs[(row, row)].signum();
                    prop_assert!((ours[column][row] - other).abs() <= 1e-9 * size, "{} {other}", ours[column][row]);
                }
            }
        }

        #[test]
        fn eigenvalues_are_those_of_a_library((dim, entries) in (1usize..6).prop_flat_map(|dim| (Just(dim), entries(dim * dim)))) {
            let half = DMatrix::from_row_slice(dim, dim, &entries);
            let matrix = &half + half.transpose();
            let size = matrix.amax().max(1e-300);
            let (mut ours, vectors) = eigen(matrix.as_slice(), dim);
            for (value, vector) in ours.iter().zip(&vectors) {
                for row in 0..dim {
                    let image = dot(&matrix.as_slice()[row * dim..(row + 1) * dim], vector);
                    prop_assert!((image - value * vector[row]).abs() <= 1e-13 * size * dim as f64);
                }
                prop_assert!((dot(vector, vector) - 1.0).abs() < 1e-13);
            }
            let mut theirs: Vec<f64> = SymmetricEigen::new(matrix).eigenvalues.iter().copied().collect();
            ours.sort_by(f64::total_cmp);
            theirs.sort_by(f64::total_cmp);
            prop_assert!(ours.iter().zip(theirs).all(|(ours, theirs)| (ours - theirs).abs() <= 1e-12 * size));
        }
    }

    #[test]
    fn small_eigenvalues_of_graded_matrices_keep_their_digits() {
        // [1, a; a, a² + b] has the determinant b: with b ≪ a² ≪ 1 its small eigenvalue is b to first order.
        let (a, b) = (2f64.powi(-20), 2f64.powi(-80));
        let (mut values, _) = eigen(&[1.0, a, a, a * a + b], 2);
        values.sort_by(f64::total_cmp);
        assert!((values[1] - 1.0).abs() < 1e-11 && (values[0] / b - 1.0).abs() < 1e-10, "{values:?}");
    }
}
