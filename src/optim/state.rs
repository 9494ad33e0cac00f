//! What update rules remember between steps.

/// What a buffer of a rule is. Rules that remember the same thing share its name, so that one goes on from where another
/// stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// The sum of gradients, older ones weighing less: SGD's momentum buffer.
    Velocity,
    /// The running average of gradients, begun at 0.
    Mean,
    /// The running average of squared gradients, begun at 0.
    MeanSquare,
    /// The largest running average of squared gradients so far.
    LargestMeanSquare,
    /// The largest magnitude of a gradient, older ones weighing less.
    LargestSlope,
    /// The sum of squared gradients.
    SumOfSquares,
    /// The running average of squared directions.
    MeanSquareDirection,
    /// The sum of gradients, each divided by its size, older ones weighing less.
    ScaledVelocity,
    /// The product of NAdam's momenta, one number.
    MomentumProduct,
    /// The gradient of the step before, 0 where that step went back.
    PreviousSlope,
    /// The length of the step along each parameter.
    StepSize,
    /// The gradient of the step before.
    PreviousGradient,
    /// The direction of conjugate gradients.
    ConjugateDirection,
    /// The direction of L-BFGS.
    QuasiNewtonDirection,
    /// What stands for the inverse of the curvature where no step has been, the same number in all places.
    CurvatureScale,
    /// The last steps, row-major `[count, dim]`.
    Moves,
    /// What the gradient has turned by in each of them, `[count, dim]`.
    Turns,
    /// The lengths that the newest step has tried along its direction, `[count]`, the one that it took last.
    TriedLengths,
}

/// One number for each parameter, and how many steps have gone into it.
#[derive(Debug, PartialEq)]
pub struct Buffer {
    /// What it is.
    pub memory: Memory,
    /// Steps that have gone into it.
    pub steps: u64,
    /// The numbers, `[dim]`.
    pub values: Vec<f64>,
}

/// What a rule of the reader's own remembers: numbers for each parameter, by the names that it gives them.
#[cfg(feature = "optimizers")]
#[derive(Debug, Default, PartialEq)]
pub struct Named {
    /// Steps that have gone into them.
    pub steps: u64,
    names: Vec<String>,
    /// The numbers, row-major `[dim, names]`.
    pub values: Vec<f64>,
}

/// What an optimizer remembers between steps.
#[derive(Debug, Default, PartialEq)]
pub struct State {
    /// Steps taken so far, by whatever rule.
    pub steps: u64,
    buffers: Vec<Buffer>,
    #[cfg(feature = "optimizers")]
    named: Named,
}

impl State {
    /// The buffer of a kind, where some step has made it.
    pub fn get(&self, memory: Memory) -> Option<&Buffer> {
        self.buffers.iter().find(|buffer| buffer.memory == memory)
    }

    /// The buffers of these kinds, in this order; those that are not there are made, with 0 in all `dim` places.
    ///
    /// ```
    /// use descent::optim::{Memory, State};
    /// let mut state = State::default();
    /// let [velocity] = state.buffers([Memory::Velocity], 2);
    /// assert_eq!((velocity.steps, &velocity.values[..]), (0, &[0.0, 0.0][..]));
    /// ```
    pub fn buffers<const N: usize>(&mut self, memories: [Memory; N], dim: usize) -> &mut [Buffer; N] {
        for (place, &memory) in memories.iter().enumerate() {
            match self.buffers.iter().position(|buffer| buffer.memory == memory) {
                Some(found) => self.buffers.swap(place, found),
                None => self.buffers.insert(place, Buffer { memory, steps: 0, values: vec![0.0; dim] }),
            }
        }
        self.buffers.first_chunk_mut().expect("one buffer for each kind has just been put in front")
    }

    /// What a rule of the reader's own remembers under these names, in this order. A rule goes on from another one of which it
    /// knows every name; one that remembers something new begins anew, with 0 in all `dim` rows and no step, for numbers of
    /// different ages do not go together.
    ///
    /// ```
    /// use descent::optim::State;
    /// let (mut state, names) = (State::default(), ["m".to_owned(), "v".to_owned()]);
    /// state.named(&names, 1).values.copy_from_slice(&[0.5, 0.25]);
    /// assert_eq!(state.named(&names[1..], 1).values, [0.25]);
    /// assert_eq!(state.named(&names, 1).values, [0.0, 0.0]);
    /// ```
    #[cfg(feature = "optimizers")]
    pub fn named(&mut self, names: &[String], dim: usize) -> &mut Named {
        let Named { steps, names: known, values } = &mut self.named;
        if known != names {
            let places: Option<Vec<usize>> =
                names.iter().map(|name| known.iter().position(|other| other == name)).collect();
            *values = match &places {
                Some(places) if values.len() == dim * known.len() => (0..dim)
                    .flat_map(|row| places.iter().map(move |place| (row, place)))
                    .map(|(row, place)| values[row * known.len() + place])
                    .collect(),
                _ => {
                    *steps = 0;
                    vec![0.0; dim * names.len()]
                }
            };
            *known = names.to_vec();
        }
        &mut self.named
    }

    /// Forgets all buffers but those of these kinds: what another rule goes on from.
    pub fn keep(&mut self, memories: &[Memory]) {
        self.buffers.retain(|buffer| memories.contains(&buffer.memory));
        #[cfg(feature = "optimizers")]
        {
            self.named = Named::default();
        }
    }
}

// Into what is there, so that a look ahead of a step allocates nothing.
impl Clone for Buffer {
    fn clone(&self) -> Self {
        Buffer { values: self.values.clone(), ..*self }
    }

    fn clone_from(&mut self, source: &Self) {
        (self.memory, self.steps) = (source.memory, source.steps);
        self.values.clone_from(&source.values);
    }
}

#[cfg(feature = "optimizers")]
impl Clone for Named {
    fn clone(&self) -> Self {
        Named { steps: self.steps, names: self.names.clone(), values: self.values.clone() }
    }

    fn clone_from(&mut self, source: &Self) {
        self.steps = source.steps;
        self.names.clone_from(&source.names);
        self.values.clone_from(&source.values);
    }
}

impl Clone for State {
    fn clone(&self) -> Self {
        State {
            steps: self.steps,
            buffers: self.buffers.clone(),
            #[cfg(feature = "optimizers")]
            named: self.named.clone(),
        }
    }

    fn clone_from(&mut self, source: &Self) {
        self.steps = source.steps;
        self.buffers.clone_from(&source.buffers);
        #[cfg(feature = "optimizers")]
        self.named.clone_from(&source.named);
    }
}
