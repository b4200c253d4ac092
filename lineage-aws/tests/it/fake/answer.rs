use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::body::SdkBody;
use serde_json::{Value, json};

use super::Call;

/// An answer of a service.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    /// Set when there is no answer at all.
    pub(super) broken: Option<Fault>,
}

/// A way to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The role may not.
    Denied,
    /// It does not exist.
    NotFound,
    /// A fault of the service.
    Server,
    /// Too many requests.
    Throttled,
    /// No answer ever.
    Hangs,
    /// The connection breaks.
    Reset,
    /// Success, with a body that nobody can read.
    Garbage,
    /// Another conditional write of the object is under way.
    Conflict,
    /// The object is there, says the service, though it need not be.
    Taken,
    /// It is done, and the connection breaks before the answer.
    LostAnswer,
}

impl Answer {
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), broken: None }
    }

    /// A success of SageMaker.
    pub fn json(body: Value) -> Self {
        Self::new(200, body.to_string())
    }

    /// A failure of SageMaker.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        Self::new(status, json!({"__type": code, "Message": message}).to_string())
    }

    /// A failure of S3.
    pub fn s3_error(status: u16, code: &str) -> Self {
        let body = format!("<Error><Code>{code}</Code><Message>told by the fake</Message></Error>");
        Self::new(status, body)
    }

    /// A success of S3.
    pub fn xml(body: &str) -> Self {
        Self::new(200, format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{body}"))
    }

    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(super) fn into_response(self, call: &Call) -> HttpResponse {
        let length = self.body.len().to_string();
        // The answer to HEAD has no body, whatever it says.
        let body = if call.operation.starts_with("Head") { Vec::new() } else { self.body };
        let mut response = HttpResponse::new(self.status.try_into().unwrap(), SdkBody::from(body));
        let headers = response.headers_mut();
        headers.insert("content-length", length);
        if call.service == "s3" {
            headers.insert("x-amz-request-id", "S3REQUEST");
            headers.insert("content-type", "application/xml");
        } else {
            headers.insert("x-amzn-requestid", "b1946ac9-2492");
            headers.insert("content-type", "application/x-amz-json-1.1");
        }
        for (name, value) in self.headers {
            headers.insert(name, value);
        }
        response
    }
}

impl Fault {
    pub(super) fn answer(self, call: &Call) -> Answer {
        let s3 = call.service != "sagemaker";
        match self {
            // S3 Control and STS wrap an error once more.
            Self::Denied if call.operation.contains("Account") || call.service == "sts" => {
                Answer::new(403, "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>")
            }
            Self::Denied if s3 => Answer::s3_error(403, "AccessDenied"),
            Self::Denied => Answer::error(
                400,
                "AccessDeniedException",
                "User: arn:aws:sts::111122223333:assumed-role/lineage/i-0abc is not authorized to perform this",
            ),
            Self::NotFound if s3 => Answer::s3_error(404, "NoSuchBucket"),
            Self::NotFound => Answer::error(400, "ValidationException", "Requested resource not found."),
            Self::Server if s3 => Answer::s3_error(500, "InternalError"),
            Self::Server => Answer::error(500, "InternalFailure", "try again"),
            Self::Throttled if s3 => Answer::s3_error(503, "SlowDown"),
            Self::Throttled => Answer::error(400, "ThrottlingException", "Rate exceeded"),
            Self::Garbage => Answer::new(200, "<html>{\"this is\": neither"),
            Self::Conflict => Answer::s3_error(409, "ConditionalRequestConflict"),
            Self::Taken => Answer::s3_error(412, "PreconditionFailed"),
            Self::Hangs | Self::Reset | Self::LostAnswer => Answer { broken: Some(self), ..Answer::new(0, "") },
        }
    }
}

/// Text inside of XML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
