use std::fmt;

use crate::Gap;

/// Something in the input that was not understood, or a fact that could not be read. Never fatal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Diagnostic {
    /// What kind of thing.
    pub code: Code,
    /// A sentence for people: what, where, and how to fix it.
    pub message: String,
    /// Where in the definition, as an RFC 6901 JSON pointer.
    pub pointer: Option<String>,
    /// The IAM action of the call that failed.
    pub action: Option<String>,
    /// What the call was about: an ARN or a name.
    pub resource: Option<String>,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)*) => {
        /// The kinds of diagnostics; the text is stable.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// The stable text, such as `dangling-reference`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

codes! {
    /// A value has another JSON type, or a required one is missing.
    Malformed = "malformed",
    /// A step refers to a step that is not there.
    DanglingReference = "dangling-reference",
    /// A step refers to a parameter that the definition does not declare.
    UndeclaredParameter = "undeclared-parameter",
    /// Two steps have one name.
    DuplicateName = "duplicate-name",
    /// A step type that is not known; what can be read of it was.
    UnknownStepType = "unknown-step-type",
    /// A reference of an unknown form.
    UnknownReference = "unknown-reference",
    /// A value grew too long, or refers to itself; it stays symbolic.
    Unresolvable = "unresolvable",
    /// There are more data edges than are worth listing.
    TooManyEdges = "too-many-edges",
    /// Steps wait for each other in a circle.
    Cycle = "cycle",
    /// An execution has a step that its definition has not.
    StepNotInDefinition = "step-not-in-definition",
    /// A call was refused.
    AccessDenied = "access-denied",
    /// A call failed, or was not answered.
    Unavailable = "unavailable",
    /// What was asked for does not exist.
    NotFound = "not-found",
    /// An evaluation report is larger than is read, or holds more than is taken of it.
    ReportTooLarge = "report-too-large",
    /// More calls would have been needed than were allowed: what is over stays unread.
    Budget = "budget",
    /// Time ran out: the answer holds what was collected by then.
    Deadline = "deadline",
    /// Types of one column that have no common one.
    TypeConflict = "type-conflict",
    /// An object, or a part of it, that its format's reader refused.
    Unreadable = "unreadable",
    /// A record that could not be read; the others were.
    BadRecord = "bad-record",
    /// Rows with more or fewer values than there are columns.
    RaggedRows = "ragged-rows",
    /// Lines before the header that are no data.
    Preamble = "preamble",
    /// Two columns of one object have one name.
    DuplicateColumn = "duplicate-column",
    /// Values nest deeper than is followed.
    TooDeep = "too-deep",
    /// Bytes that the text's encoding does not know.
    Undecodable = "undecodable",
    /// Some files of a table name its columns, others do not.
    MixedHeaders = "mixed-headers",
    /// Objects of more than one format under one prefix.
    MixedFormats = "mixed-formats",
    /// SQL that could not be parsed.
    UnreadableSql = "unreadable-sql",
    /// There is more than is read: what is told is of a part.
    Truncated = "truncated",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Diagnostic {
    /// A diagnostic that is about no place and no call.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), pointer: None, action: None, resource: None }
    }

    /// The same diagnostic about a place in the definition.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    /// A fact that a call did not tell.
    #[must_use]
    pub fn from_gap(code: Code, gap: &Gap) -> Self {
        Self {
            code,
            message: format!("{} on '{}' failed: {}", gap.action, gap.resource, gap.message),
            pointer: None,
            action: Some(gap.action.clone()),
            resource: Some(gap.resource.clone()),
        }
    }
}
