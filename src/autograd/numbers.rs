//! One number, or several.

/// What a variable can be made of: one number, or several.
pub trait Numbers {
    /// The numbers in their order.
    fn numbers(&self) -> &[f64];
}

impl Numbers for f64 {
    fn numbers(&self) -> &[f64] {
        std::slice::from_ref(self)
    }
}

impl<const N: usize> Numbers for [f64; N] {
    fn numbers(&self) -> &[f64] {
        self
    }
}

impl Numbers for &[f64] {
    fn numbers(&self) -> &[f64] {
        self
    }
}

impl Numbers for Vec<f64> {
    fn numbers(&self) -> &[f64] {
        self
    }
}

impl Numbers for &Vec<f64> {
    fn numbers(&self) -> &[f64] {
        self
    }
}
