use axum::response::Html;

/// The routes, for whoever opens the server in a browser.
pub(super) async fn get() -> Html<&'static str> {
    Html(include_str!("page.html"))
}
