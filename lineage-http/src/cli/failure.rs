use std::error::Error;
use std::fmt;
use std::process::ExitCode;

use lineage_model::collect::CollectError;
use lineage_model::source::SourceErrorKind;

/// Why a command did not do what it was asked for: a sentence that says what to do about it.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    code: u8,
}

impl Failure {
    /// `what` went wrong, because of `error` and all that lies below it.
    pub(crate) fn new(what: impl fmt::Display, error: &dyn Error) -> Self {
        let mut message = what.to_string();
        let mut next = Some(error);
        while let Some(error) = next {
            let text = error.to_string();
            // Errors that pass on the one below them have said it already.
            if !message.ends_with(&text) {
                message.push_str(": ");
                message.push_str(&text);
            }
            next = error.source();
        }
        Self { message, code: 1 }
    }

    /// The command did what it could, and the answer is no.
    pub(crate) fn plain(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: 1 }
    }

    /// The command was called in a way that cannot work.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: 2 }
    }

    /// The same failure, with what to do about it.
    pub(crate) fn with_advice(mut self, advice: Option<&str>) -> Self {
        if let Some(advice) = advice {
            self.message.push_str("; ");
            self.message.push_str(advice);
        }
        self
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.code)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<CollectError> for Failure {
    fn from(error: CollectError) -> Self {
        let advice = match &error {
            CollectError::Source(error) => advice(error.kind),
            _ => None,
        };
        Self::new("cannot collect the lineage", &error).with_advice(advice)
    }
}

/// What to do about a failed call.
pub(crate) fn advice(kind: SourceErrorKind) -> Option<&'static str> {
    Some(match kind {
        SourceErrorKind::NotFound => "check the name and --region",
        SourceErrorKind::AccessDenied => "allow the action to the role you use",
        SourceErrorKind::CredentialsUnavailable => "sign in to AWS or choose another --profile",
        SourceErrorKind::Throttled => "try again in a minute",
        SourceErrorKind::Timeout | SourceErrorKind::Unavailable => "check the network, --region and AWS_ENDPOINT_URL",
        _ => return None,
    })
}
