use utoipa::openapi::ResponseBuilder;

use super::operation::Described;
use super::parameters::text;
use super::{SIGN_IN, headers};

pub(super) fn all() -> Vec<Described> {
    let goes = |to: &str| {
        let response = ResponseBuilder::new().description(to);
        headers::told(response, &["Location", "Set-Cookie"])
    };
    let forgets = ResponseBuilder::new().description("The browser is told to forget its session.");
    vec![
        Described::get("/auth/login", "login", SIGN_IN)
            .about(
                "Sign a browser in",
                "For browsers to open, not for scripts to fetch: it leads to the identity provider. Where nobody knows \
                 for now where that is, it leads back to the page as `/auth/callback` does.",
            )
            .parameter(text("returnTo", "The query of the page to come back to, with its `?`; others are dropped."))
            .responds(303, goes("To the identity provider, which leads back to `/auth/callback`."))
            .fails(&[404]),
        Described::get("/auth/callback", "finishLogin", SIGN_IN)
            .about(
                "Come back from the identity provider",
                "It leads to the page in any case: signed in, or with `signInError` (`denied`, `expired` or `failed`) \
                 and `requestId`, under which the log has the cause.",
            )
            .parameter(text("code", "What the provider gives a token for."))
            .parameter(text("state", "What the browser was sent away with."))
            .parameter(text("error", "Why there is no code."))
            .parameter(text("iss", "The provider (RFC 9207)."))
            .responds(303, goes("To the page."))
            .fails(&[404]),
        Described::post("/auth/logout", "logout", SIGN_IN)
            .about("Sign a browser out", "Of this server; at the identity provider it stays signed in.")
            .responds(204, headers::told(forgets, &["Set-Cookie"]))
            .fails(&[403, 404]),
    ]
}
