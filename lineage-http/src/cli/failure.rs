use std::error::Error;
use std::fmt;
use std::process::ExitCode;

use lineage_model::redact;
use lineage_model::source::{SourceError, SourceErrorKind};

/// Why a command did not do what it was asked for: a sentence that says what to do about it.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    advice: Option<&'static str>,
    code: u8,
}

impl Failure {
    /// `what` went wrong, because of `error` and all that lies below it.
    pub(crate) fn new(what: impl fmt::Display, error: &(dyn Error + 'static)) -> Self {
        let mut failure = Self::plain(what.to_string());
        let mut next = Some(error);
        while let Some(error) = next {
            // Whoever made the error may have had a secret in hand.
            let text = redact::text(&error.to_string()).into_owned();
            // Errors that pass on the one below them have said it already.
            if !failure.message.ends_with(&text) {
                failure.message.push_str(": ");
                failure.message.push_str(&text);
            }
            next = error.source();
            if let Some(error) = error.downcast_ref::<SourceError>() {
                failure.advice = advice(error.kind);
                // Below it, the SDK lists every place where it looked for credentials.
                next = next.filter(|_| error.kind != SourceErrorKind::CredentialsUnavailable);
            }
        }
        failure
    }

    /// The command did what it could, and the answer is no.
    pub(crate) fn plain(message: impl Into<String>) -> Self {
        // What was given may hold a secret where none belongs.
        Self { message: redact::text(&message.into()).into_owned(), advice: None, code: 1 }
    }

    /// The command was called in a way that cannot work.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { code: 2, ..Self::plain(message) }
    }

    /// The same failure, with what to do about it.
    pub(crate) fn with_advice(self, advice: &'static str) -> Self {
        Self { advice: Some(advice), ..self }
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.code)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.advice.map_or(Ok(()), |advice| write!(f, "; {advice}"))
    }
}

/// What to do about a failed call.
fn advice(kind: SourceErrorKind) -> Option<&'static str> {
    Some(match kind {
        SourceErrorKind::NotFound => "check the name and --region",
        SourceErrorKind::AccessDenied => "allow the action to the role you use",
        SourceErrorKind::CredentialsUnavailable => "sign in to AWS or choose another --profile",
        SourceErrorKind::Throttled => "try again in a minute",
        SourceErrorKind::Timeout | SourceErrorKind::Unavailable => "check the network, --region and AWS_ENDPOINT_URL",
        _ => return None,
    })
}
