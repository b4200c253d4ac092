use utoipa::openapi::schema::{ComponentsBuilder, ObjectBuilder, Type};
use utoipa::openapi::{HeaderBuilder, Ref, ResponseBuilder};

/// The headers of what was read.
pub(super) const READ: [&str; 4] = ["ETag", "Age", "X-AWS-Calls", "X-Data-Stale"];

/// All that a response may say besides its body.
const HEADERS: [(&str, Type, &str); 11] = [
    ("Age", Type::Integer, "How old the oldest fact of the answer is, in seconds."),
    (
        "Cache-Control",
        Type::String,
        "How long the answer may be kept: `private, max-age=30`; `private, no-cache` in a session; or `no-store`.",
    ),
    ("ETag", Type::String, "What tells this body from another; weak when the body was compressed."),
    ("Link", Type::String, "The next page: `<?limit=100&cursor=3>; rel=\"next\"`. Absent on the last one."),
    ("Location", Type::String, "Where what was made is, or where to go, relative to the path."),
    ("Retry-After", Type::Integer, "How long to wait before the next attempt, in seconds."),
    ("Set-Cookie", Type::String, "A cookie for this host alone, which no script can read."),
    ("WWW-Authenticate", Type::String, "How to sign in."),
    ("X-AWS-Calls", Type::Integer, "How many requests to AWS the answer took; 0 for one of the server's own cache."),
    ("X-Data-Stale", Type::String, "`true` on an expired answer that stands in for one that AWS failed to give."),
    ("X-Request-Id", Type::String, "The request's id: the caller's own, when it sent a well-formed one."),
];

pub(super) fn add_to(components: ComponentsBuilder) -> ComponentsBuilder {
    HEADERS.into_iter().fold(components, |components, (name, of_type, about)| {
        let schema = ObjectBuilder::new().schema_type(of_type);
        components.header(name, HeaderBuilder::new().schema(Some(schema)).description(Some(about)).build())
    })
}

/// A response with the headers of these names, and those that all have.
pub(super) fn told(response: ResponseBuilder, names: &[&str]) -> ResponseBuilder {
    let add = |response: ResponseBuilder, name: &&str| {
        response.header_ref(*name, Ref::new(format!("#/components/headers/{name}")))
    };
    names.iter().chain(&["Cache-Control", "X-Request-Id"]).fold(response, add)
}
