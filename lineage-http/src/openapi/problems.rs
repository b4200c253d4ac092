//! What goes wrong, in the one shape that every error has.

use utoipa::PartialSchema;
use utoipa::openapi::schema::{ArrayBuilder, ComponentsBuilder, ObjectBuilder, Type};
use utoipa::openapi::{Content, Ref, ResponseBuilder};

use super::headers;
use crate::auth::SignInMethod;

/// Status, name among the components, what it means, and the headers it has.
const PROBLEMS: [(u16, &str, &str, &[&str]); 16] = [
    (400, "BadRequest", "A parameter or the host is missing or malformed, or has a value that is not allowed.", &[]),
    (401, "Unauthenticated", "Credentials are missing or not valid.", &["Set-Cookie", "WWW-Authenticate"]),
    (403, "Forbidden", "The caller may not use this part of the service, or the server saves nothing.", &[]),
    (404, "NotFound", "There is no such thing, or the caller may not see it.", &[]),
    (408, "TooSlow", "The body takes too long to arrive.", &[]),
    (409, "Conflict", "The new schema breaks the compatibility that the policy asks for.", &[]),
    (413, "TooLarge", "The body is too large.", &[]),
    (414, "UriTooLong", "The path or the query is too long.", &[]),
    (421, "Misdirected", "The server does not answer for this host.", &[]),
    (422, "Unprocessable", "The SQL cannot be parsed, or the data cannot be read.", &[]),
    (429, "TooManyRequests", "The caller sends more than it may.", &["Retry-After"]),
    (431, "HeadersTooLarge", "The headers are too large.", &[]),
    (500, "InternalError", "The server's own fault; the cause is in its log under the request's id.", &[]),
    (502, "BadGateway", "AWS is not available, or denies the server a call: then its IAM action is named.", &[]),
    (
        503,
        "Unavailable",
        "AWS asks to slow down, the schema store does not answer, or the server is too busy.",
        &["Retry-After"],
    ),
    (504, "TooLate", "AWS did not answer in time, and there is nothing to tell.", &[]),
];

const SCHEMA: &str = "Problem";

/// Where the response of a status is among the components.
pub(super) fn reference(status: u16) -> Ref {
    let name = PROBLEMS.iter().find(|problem| problem.0 == status).map_or("InternalError", |problem| problem.1);
    Ref::from_response_name(name)
}

pub(super) fn add_to(components: ComponentsBuilder) -> ComponentsBuilder {
    PROBLEMS.into_iter().fold(components.schema(SCHEMA, schema()), |components, (_, name, about, headers)| {
        let content = Content::new(Some(Ref::from_schema_name(SCHEMA)));
        let response = ResponseBuilder::new().description(about).content("application/problem+json", content);
        components.response(name, headers::told(response, headers))
    })
}

fn schema() -> ObjectBuilder {
    let text = |about: &str| ObjectBuilder::new().schema_type(Type::String).description(Some(about));
    let number = |least: u32, about: &str| {
        ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(least)).description(Some(about))
    };
    let always = [
        ("type", text("`about:blank`: the status says what kind of problem it is.")),
        ("title", text("The status in words.")),
        ("status", number(400, "The status.")),
        ("detail", text("What is wrong, in a sentence.")),
        ("instance", text("The path that was asked for.")),
        ("message", text("The same as `detail`, for clients of earlier services.")),
        ("requestId", text("The request's id; the log has more under it.")),
    ];
    let of_sql = [
        ("statement", number(0, "Which statement of a script cannot be parsed, from 0.")),
        ("line", number(1, "In which line.")),
        ("column", number(1, "At which character of the line.")),
    ];
    let sign_in = ArrayBuilder::new().items(SignInMethod::schema()).description(Some(
        "With 401: how people sign in, possibly in no way. `apiKey`: send a key as `X-API-Key`; `oidc`: open `auth/login` \
         in a browser.",
    ));
    let object = ObjectBuilder::new().description(Some("Why a request is not answered (RFC 9457)."));
    let object = always.into_iter().fold(object, |object, (name, of)| object.property(name, of).required(name));
    of_sql.into_iter().fold(object, |object, (name, of)| object.property(name, of)).property("signIn", sign_in)
}
