//! `Tape` and `Var` for JavaScript.

use super::{integer, refused, shown};
use crate::autograd::{self, Backward, Handle, MAX_NUMBERS, Operation};
use crate::error::{Allowed, Error, Result as Outcome};
use crate::expression::Expression;
use js_sys::{Array, Float64Array, Object, Reflect};
use std::rc::Rc;
use wasm_bindgen::convert::TryFromJsValue;
use wasm_bindgen::prelude::*;

/// The record of a computation, for its gradients: reverse-mode differentiation as PyTorch has it.
#[wasm_bindgen]
#[derive(Default)]
pub struct Tape {
    tape: Rc<autograd::Tape>,
}

/// A scalar or a vector on a tape. Operations take another variable of the same length, or a number.
#[wasm_bindgen]
pub struct Var {
    tape: Rc<autograd::Tape>,
    handle: Handle,
}

#[wasm_bindgen]
impl Tape {
    /// An empty tape.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Tape {
        Tape::default()
    }

    /// A parameter, whose gradient is wanted: `requires_grad=True` in PyTorch.
    /// @param value a number for a scalar, several for a vector
    pub fn leaf(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number | number[] | Float64Array")] value: &JsValue,
    ) -> Result<Var, JsError> {
        let given = self.tape.give(Operation::Leaf, &numbers("leaf", value)?);
        held(&self.tape, given)
    }

    /// What needs no gradient, such as data.
    /// @param value a number for a scalar, several for a vector
    pub fn constant(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number | number[] | Float64Array")] value: &JsValue,
    ) -> Result<Var, JsError> {
        let given = self.tape.give(Operation::Constant, &numbers("constant", value)?);
        held(&self.tape, given)
    }

    /// Computes a formula of x and y, such as `x^2 + atan(y)`, on this tape. Throws where it has a mistake.
    /// @param variables x, or x and y: of one length
    pub fn formula(
        &self,
        formula: &str,
        #[wasm_bindgen(unchecked_param_type = "Var[]")] variables: &JsValue,
    ) -> Result<Var, JsError> {
        let (expression, variables) =
            (Expression::parse(formula).map_err(refused)?, all_shared("variables", variables)?);
        let variables: Vec<autograd::Var<'_>> = variables.iter().map(Var::var).collect();
        held(&self.tape, expression.on_tape(&self.tape, &variables))
    }

    /// Forgets the gradients of all variables.
    #[wasm_bindgen(js_name = zeroGrad)]
    pub fn zero_grad(&self) {
        self.tape.zero_grad();
    }

    /// Forgets what was computed, after a step of training. The leaves and constants that were made before the first
    /// operation stay, with their gradients.
    pub fn clear(&self) {
        self.tape.clear();
    }

    /// How many nodes there are.
    #[wasm_bindgen(getter)]
    pub fn length(&self) -> usize {
        self.tape.len()
    }
}

/// Operations of two variables, or of a variable and a number.
macro_rules! operations {
    ($($name:ident $operation:ident $doc:literal;)*) => {
        #[wasm_bindgen]
        impl Var {
            $(
                #[doc = $doc]
                pub fn $name(
                    &self,
                    #[wasm_bindgen(unchecked_param_type = "Var | number")] other: &JsValue,
                ) -> Result<Var, JsError> {
                    self.with(Operation::$operation, other)
                }
            )*
        }
    };
}

/// Functions of one variable.
macro_rules! functions {
    ($($name:ident $operation:ident $doc:literal;)*) => {
        #[wasm_bindgen]
        impl Var {
            $(
                #[doc = $doc]
                pub fn $name(&self) -> Result<Var, JsError> {
                    self.to(Operation::$operation)
                }
            )*
        }
    };
}

operations! {
    add Add "u + v";
    sub Subtract "u − v";
    mul Multiply "u · v";
    div Divide "u / v";
    pow Power "uᵛ";
    max Max "The larger, PyTorch's `maximum`; at a tie each has the derivative ½.";
    min Min "The smaller, PyTorch's `minimum`; at a tie each has the derivative ½.";
    dot Dot "Σᵢ uᵢ vᵢ, a scalar.";
}

functions! {
    neg Negate "−u";
    exp Exp "eᵘ";
    log Log "The natural logarithm; NaN below 0.";
    sqrt Sqrt "√u";
    sin Sin "sin u";
    cos Cos "cos u";
    tanh Tanh "tanh u";
    sigmoid Sigmoid "1 / (1 + e⁻ᵘ), for any logit u.";
    softplus Softplus "log(1 + eᵘ), for any logit u. The cross-entropy of a logit u and a target y is softplus(u) − y·u.";
    relu Relu "The larger of u and 0, whose derivative at 0 is 0.";
    abs Abs "|u|, whose derivative at 0 is 0.";
    sum Sum "Σᵢ uᵢ, a scalar.";
}

#[wasm_bindgen]
impl Var {
    /// A scalar repeated to a vector of `length` numbers.
    pub fn expand(&self, length: f64) -> Result<Var, JsError> {
        let length = integer("length", length, 1, MAX_NUMBERS as u64)? as usize;
        held(&self.tape, self.var().expanded(length))
    }

    /// The same numbers, cut off from the graph.
    pub fn detach(&self) -> Result<Var, JsError> {
        held(&self.tape, self.var().detached())
    }

    /// The number of a scalar; throws for a vector, which has `values`.
    #[wasm_bindgen(getter)]
    pub fn value(&self) -> Result<f64, JsError> {
        self.var().value().map_err(refused)
    }

    /// The numbers of a vector, or of a scalar.
    #[wasm_bindgen(getter)]
    pub fn values(&self) -> Result<Vec<f64>, JsError> {
        self.var().values().map_err(refused)
    }

    /// The gradient that `backward` has left here, if any: of a leaf, or of a variable that retains it.
    #[wasm_bindgen(getter)]
    pub fn grad(&self) -> Option<Var> {
        let grad = self.var().grad()?;
        Some(Var { tape: Rc::clone(&self.tape), handle: grad.handle() })
    }

    /// Whether it is a leaf or depends on one.
    #[wasm_bindgen(getter, js_name = requiresGrad)]
    pub fn requires_grad(&self) -> bool {
        self.var().requires_grad()
    }

    /// Gives a leaf or a constant new numbers, as many as before. What has been computed from the old ones has no gradients
    /// any more.
    pub fn set(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number | number[] | Float64Array")] value: &JsValue,
    ) -> Result<(), JsError> {
        self.var().set(numbers("set", value)?).map_err(refused)
    }

    /// Forgets the gradient; the next `backward` begins anew instead of adding to it.
    #[wasm_bindgen(js_name = zeroGrad)]
    pub fn zero_grad(&self) {
        self.var().zero_grad();
    }

    /// Has `backward` leave the gradient here too, though this is no leaf.
    #[wasm_bindgen(js_name = retainGrad)]
    pub fn retain_grad(&self) -> Result<(), JsError> {
        self.var().retain_grad().map_err(refused)
    }

    /// Adds the gradient of this scalar by each leaf of its graph to that leaf's `grad`, then frees the graph.
    pub fn backward(&self, options: Option<BackwardOptions>) -> Result<(), JsError> {
        self.var().backward_with(read(options)?).map_err(refused)
    }

    /// As PyTorch prints it, with the operation that it comes from.
    #[wasm_bindgen(js_name = toString)]
    pub fn print(&self) -> String {
        self.var().to_string()
    }

    /// Another handle to the same variable: what an operation takes, so that the caller keeps its own.
    #[wasm_bindgen(skip_typescript, js_name = shareVar)]
    pub fn share(&self) -> Var {
        Var { tape: Rc::clone(&self.tape), handle: self.handle }
    }
}

impl Var {
    fn var(&self) -> autograd::Var<'_> {
        self.tape.at(self.handle)
    }

    // Called from every export: kept out of them, for the page's weight.
    #[inline(never)]
    fn to(&self, function: Operation) -> Result<Var, JsError> {
        held(&self.tape, autograd::Var::apply(function, self.var(), self.var()))
    }

    #[inline(never)]
    fn with(&self, operation: Operation, other: &JsValue) -> Result<Var, JsError> {
        if let Some(number) = other.as_f64() {
            let number = self.var().like(number, operation.name());
            return held(&self.tape, number.and_then(|number| autograd::Var::apply(operation, self.var(), number)));
        }
        let other = shared(operation.name(), other, "a Var that has not been freed, or a number")?;
        held(&self.tape, autograd::Var::apply(operation, self.var(), other.var()))
    }
}

/// The gradients of a scalar by each of `inputs`, in their order, as `torch.autograd.grad`; their `grad` stays as it is.
#[wasm_bindgen]
pub fn grad(
    #[wasm_bindgen(unchecked_param_type = "Var")] loss: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Var[]")] inputs: &JsValue,
    options: Option<BackwardOptions>,
) -> Result<Vec<Var>, JsError> {
    let (loss, options, inputs) = (shared("loss", loss, VAR)?, read(options)?, all_shared("inputs", inputs)?);
    let vars: Vec<autograd::Var<'_>> = inputs.iter().map(Var::var).collect();
    let gradients = autograd::grad_with(&loss.var(), &vars.iter().collect::<Vec<_>>(), options).map_err(refused)?;
    Ok(gradients.into_iter().map(|gradient| Var { tape: Rc::clone(&loss.tape), handle: gradient.handle() }).collect())
}

#[wasm_bindgen(typescript_custom_section)]
const BACKWARD_OPTIONS: &str = r"
/** PyTorch's keyword arguments of `backward` and `grad`. */
export interface BackwardOptions {
    /** Keeps the graph, so that it can be gone through again. */
    retainGraph?: boolean;
    /** Records how the gradients are computed, so that they can be differentiated; keeps the graph too. */
    createGraph?: boolean;
}
";

#[wasm_bindgen]
extern "C" {
    /// A plain object.
    #[wasm_bindgen(typescript_type = "BackwardOptions")]
    pub type BackwardOptions;

    /// A variable that stays the caller's. Passing a `Var` itself would take it away from JavaScript.
    type BorrowedVar;

    #[wasm_bindgen(method, structural, catch, js_name = shareVar)]
    fn share(this: &BorrowedVar) -> Result<JsValue, JsValue>;
}

fn held(tape: &Rc<autograd::Tape>, result: Outcome<autograd::Var<'_>>) -> Result<Var, JsError> {
    let handle = result.map_err(refused)?.handle();
    Ok(Var { tape: Rc::clone(tape), handle })
}

fn not_allowed(what: &str, value: &JsValue, allowed: &str) -> JsError {
    JsError::new(&format!("{what}: `{}` is not allowed; it must be {allowed}", shown(value)))
}

fn shared(what: &str, value: &JsValue, allowed: &str) -> Result<Var, JsError> {
    let shared = value.unchecked_ref::<BorrowedVar>().share().ok();
    shared.and_then(|shared| Var::try_from_js_value(shared).ok()).ok_or_else(|| not_allowed(what, value, allowed))
}

/// What there must be in the place of something else.
const VAR: &str = "a Var that has not been freed";

fn all_shared(what: &str, values: &JsValue) -> Result<Vec<Var>, JsError> {
    match values.dyn_ref::<Array>() {
        Some(array) => array.iter().map(|value| shared(what, &value, VAR)).collect(),
        None => Err(not_allowed(what, values, "an array of Var")),
    }
}

/// One number, or several.
fn numbers(what: &str, value: &JsValue) -> Result<Vec<f64>, JsError> {
    if let Some(number) = value.as_f64() {
        return Ok(vec![number]);
    }
    let length = |length: u32| integer(&format!("{what}: length"), f64::from(length), 1, MAX_NUMBERS as u64);
    if let Some(numbers) = value.dyn_ref::<Float64Array>() {
        length(numbers.length())?;
        return Ok(numbers.to_vec());
    }
    if let Some(array) = value.dyn_ref::<Array>() {
        length(array.length())?;
        let number = |value: JsValue| value.as_f64().ok_or_else(|| not_allowed(what, &value, "numbers only"));
        return array.iter().map(number).collect();
    }
    Err(not_allowed(what, value, "a number, an array of numbers or a Float64Array"))
}

fn read(options: Option<BackwardOptions>) -> Result<Backward<'static>, JsError> {
    let mut read = Backward::default();
    let Some(options) = options else { return Ok(read) };
    let options: &JsValue = options.as_ref();
    let Some(object) = options.dyn_ref::<Object>() else {
        return Err(not_allowed("options", options, "an object"));
    };
    for key in Object::keys(object).iter() {
        let value = Reflect::get(object, &key).unwrap_or_default();
        let key = key.as_string().unwrap_or_default();
        let option = match key.as_str() {
            "retainGraph" => &mut read.retain_graph,
            "createGraph" => &mut read.create_graph,
            _ => {
                let known = Allowed::OneOf(vec!["retainGraph", "createGraph"]);
                return Err(refused(Error::not_allowed("options", key, known)));
            }
        };
        *option = match value.as_bool() {
            Some(on) => on,
            None if value.is_undefined() => false,
            None => return Err(not_allowed(&key, &value, "true or false")),
        };
    }
    Ok(read)
}
