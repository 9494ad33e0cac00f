//! Arithmetic and functions of variables.

use super::operation::Real;
use super::{Operation, Result, Var};
use std::ops::{Add, Div, Mul, Neg, Sub};

impl<'t> Var<'t> {
    // Not in line: whatever the operation, this is the same code, and the page carries it once.
    #[inline(never)]
    fn on(self, operation: Operation, other: Var<'t>) -> Var<'t> {
        self.tape.settle(Var::apply(operation, self, other))
    }

    /// With a number on its right.
    #[inline(never)]
    fn on_number(self, operation: Operation, number: f64) -> Var<'t> {
        let result = self.like(number, operation.name()).and_then(|number| Var::apply(operation, self, number));
        self.tape.settle(result)
    }

    /// With a number on its left.
    #[inline(never)]
    fn under_number(self, operation: Operation, number: f64) -> Var<'t> {
        let result = self.like(number, operation.name()).and_then(|number| Var::apply(operation, number, self));
        self.tape.settle(result)
    }
}

macro_rules! operators {
    ($($Trait:ident, $method:ident, $operation:expr;)*) => {$(
        operators!(@on $Trait $method $operation, Var<'t>, Var<'t>);
        operators!(@on $Trait $method $operation, Var<'t>, &Var<'t>);
        operators!(@on $Trait $method $operation, &Var<'t>, Var<'t>);
        operators!(@on $Trait $method $operation, &Var<'t>, &Var<'t>);
        operators!(@on_number $Trait $method $operation, Var<'t>);
        operators!(@on_number $Trait $method $operation, &Var<'t>);
    )*};
    (@on $Trait:ident $method:ident $operation:expr, $Left:ty, $Right:ty) => {
        impl<'t> $Trait<$Right> for $Left {
            type Output = Var<'t>;

            #[inline]
            fn $method(self, other: $Right) -> Var<'t> {
                // Whether they are borrowed or not, they are copied.
                Var::on(self.clone(), $operation, other.clone())
            }
        }
    };
    (@on_number $Trait:ident $method:ident $operation:expr, $Var:ty) => {
        impl<'t> $Trait<f64> for $Var {
            type Output = Var<'t>;

            #[inline]
            fn $method(self, number: f64) -> Var<'t> {
                Var::on_number(self.clone(), $operation, number)
            }
        }

        impl<'t> $Trait<$Var> for f64 {
            type Output = Var<'t>;

            #[inline]
            fn $method(self, var: $Var) -> Var<'t> {
                Var::under_number(var.clone(), $operation, self)
            }
        }
    };
}

operators! {
    Add, add, Operation::Add;
    Sub, sub, Operation::Subtract;
    Mul, mul, Operation::Multiply;
    Div, div, Operation::Divide;
}

impl<'t> Neg for Var<'t> {
    type Output = Var<'t>;

    #[inline]
    fn neg(self) -> Var<'t> {
        self.to(Operation::Negate)
    }
}

impl<'t> Neg for &Var<'t> {
    type Output = Var<'t>;

    #[inline]
    fn neg(self) -> Var<'t> {
        -*self
    }
}

macro_rules! functions {
    ($($(#[$doc:meta])* $function:ident $operation:ident;)*) => {
        impl<'t> Var<'t> {
            $(
                $(#[$doc])*
                #[inline]
                pub fn $function(self) -> Var<'t> {
                    self.to(Operation::$operation)
                }
            )*
        }
    };
}

functions! {
    /// eᵘ
    exp Exp;
    /// The natural logarithm, PyTorch's `log`; NaN below 0.
    ln Log;
    /// eᵘ − 1, PyTorch's `expm1`: exact where u is small.
    exp_m1 Expm1;
    /// log(1 + u), PyTorch's `log1p`: exact where u is small; NaN below −1.
    ln_1p Log1p;
    /// √u
    sqrt Sqrt;
    /// sin u
    sin Sin;
    /// cos u
    cos Cos;
    /// tan u
    tan Tan;
    /// arcsin u; NaN beyond ±1, and with an infinite slope there.
    asin Asin;
    /// arccos u; NaN beyond ±1, and with an infinite slope there.
    acos Acos;
    /// arctan u
    atan Atan;
    /// sinh u
    sinh Sinh;
    /// cosh u
    cosh Cosh;
    /// tanh u
    tanh Tanh;
    /// 1 / (1 + e⁻ᵘ), for any logit u.
    sigmoid Sigmoid;
    /// log(1 + eᵘ), for any logit u. The cross-entropy of a logit u and a target y is softplus(u) − y·u.
    softplus Softplus;
    /// The larger of u and 0, whose derivative at 0 is 0.
    relu Relu;
    /// |u|, whose derivative at 0 is 0.
    abs Abs;
    /// −1, 0 or 1, with derivative 0.
    sign Sign;
    /// Σᵢ uᵢ, a scalar.
    sum Sum;
}

impl<'t> Var<'t> {
    /// uⁿ
    #[inline]
    pub fn powi(self, n: i32) -> Var<'t> {
        self.on_number(Operation::Power, f64::from(n))
    }

    /// uᶜ
    #[inline]
    pub fn powf(self, c: f64) -> Var<'t> {
        self.on_number(Operation::Power, c)
    }

    /// uᵛ
    #[inline]
    pub fn pow(self, v: Var<'t>) -> Var<'t> {
        self.on(Operation::Power, v)
    }

    /// The larger of both, PyTorch's `maximum`; at a tie each has the derivative ½.
    #[inline]
    pub fn max(self, other: Var<'t>) -> Var<'t> {
        self.on(Operation::Max, other)
    }

    /// The smaller of both, PyTorch's `minimum`; at a tie each has the derivative ½.
    #[inline]
    pub fn min(self, other: Var<'t>) -> Var<'t> {
        self.on(Operation::Min, other)
    }

    /// Σᵢ uᵢ vᵢ, a scalar, of two vectors of one length.
    #[inline]
    pub fn dot(self, other: Var<'t>) -> Var<'t> {
        self.on(Operation::Dot, other)
    }

    /// A scalar repeated to a vector of `length` numbers; its derivative is the sum over them.
    pub fn expand(self, length: usize) -> Var<'t> {
        self.tape.settle(self.expanded(length))
    }
}

/// Derivatives written in variables are recorded like anything else, and so can be differentiated.
impl<'t> Real for Var<'t> {
    #[inline]
    fn to(self, function: Operation) -> Self {
        self.on(function, self)
    }

    fn with(self, operation: Operation, other: Self) -> Self {
        self.on(operation, other)
    }

    fn step(self, other: Self, rule: fn(f64, f64) -> f64) -> Self {
        let stepped = || -> Result<Var<'t>> {
            let pairs = self.values()?.into_iter().zip(other.values()?);
            let record = &mut *self.tape.record.borrow_mut();
            let steps: Vec<f64> = pairs.map(|(u, v)| rule(u, v)).collect();
            let place = record.number(steps.into_iter())?;
            Ok(self.tape.var(record, place))
        };
        self.tape.settle(stepped())
    }

    fn varies(self) -> bool {
        self.requires_grad()
    }
}
