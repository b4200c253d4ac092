use crate::{Policy, TextOptions, Widen};

/// How the schema of a dataset is found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InferOptions {
    /// How many objects to read, from 1 to 50; more and less are taken as those.
    pub max_files: usize,
    /// What becomes of types that have no common one.
    pub widen: Widen,
    /// How texts are read.
    pub text: TextOptions,
    /// What it may cost.
    pub limits: InferLimits,
}

impl Default for InferOptions {
    fn default() -> Self {
        Self { max_files: 5, widen: Widen::default(), text: TextOptions::default(), limits: InferLimits::default() }
    }
}

impl InferOptions {
    pub(super) fn files(&self) -> usize {
        self.max_files.clamp(1, Policy::MOST_FILES)
    }
}

impl From<&Policy> for InferOptions {
    /// What a policy says, and the defaults for what it leaves open.
    fn from(policy: &Policy) -> Self {
        let default = Self::default();
        let null_values = policy.null_values.iter().map(|text| text.as_bytes().into());
        Self {
            max_files: policy.max_files.unwrap_or(default.max_files),
            widen: policy.widen,
            text: TextOptions { null_values: null_values.collect(), ..default.text },
            limits: default.limits,
        }
    }
}

/// What finding a schema may cost.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InferLimits {
    /// How many objects of the prefix are listed: 10,000.
    pub objects: usize,
    /// How many objects are read at once: 8.
    pub parallel: usize,
    /// How much of a text is read at first, in bytes: 64 KiB.
    pub first_read: u64,
    /// How much of a text is read, and decompressed, when it holds too few records: 4 MiB.
    pub most_read: u64,
    /// How many complete records of a text are enough: 5.
    pub records: u64,
}

impl Default for InferLimits {
    fn default() -> Self {
        Self { objects: 10_000, parallel: 8, first_read: 64 * 1024, most_read: 4 * 1024 * 1024, records: 5 }
    }
}
