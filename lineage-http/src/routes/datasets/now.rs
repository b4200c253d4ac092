use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::question::Question;
use crate::asking::{Asked, Asking};
use crate::audit::Action;
use crate::auth::Scope;
use crate::dataset_path::DatasetPath;
use crate::datasets::{DatasetDocument, SavedDocument, VersionDocument};
use crate::problem::Problem;
use crate::reply::{Loaded, Reply};
use crate::state::AppState;

/// `GET …/schema`: the schema as it is now.
pub(super) async fn schema(
    state: &AppState,
    method: &Method,
    path: DatasetPath,
    mut asking: Asking<'_>,
) -> Result<Reply, Problem> {
    let policy = asking.params.text("policy")?.unwrap_or_default();
    // Who asks for the headers alone means to change nothing.
    let save = asking.params.flag("save")?.unwrap_or(false) && method != Method::HEAD;
    if save {
        asking.caller.trail.does([Action::SchemaRead, Action::SchemaWrite]);
        asking.caller.must_have(Scope::SchemaWrite)?;
    }
    let question = Question::new(path, &mut asking, &policy)?;
    let Asked { key, facts, query: question, unknown } = asking.asked("/datasets/schema", question);
    let until = state.deadline().deadline();
    if !save {
        let load = async move {
            let (id, dataset) = question.infer(facts, until).await?;
            let mut document = DatasetDocument::new(id.to_string(), &dataset);
            document.warnings.extend(unknown);
            Loaded::json(&document, &document.warnings)
        };
        return state.answer(key, load).await;
    }
    let load = async {
        let (dataset, saved) = question.save(state, facts, until).await?;
        let mut document = DatasetDocument::new(saved.version.dataset_id.to_string(), &dataset);
        document.saved = Some(SavedDocument::from(&saved));
        document.warnings.extend(unknown);
        Ok(Loaded::json(&document, &document.warnings)?.never_kept())
    };
    state.answer_once(load).await
}

/// `POST …/schema/versions`: keeps the schema as it is now.
pub(super) async fn save(
    state: &AppState,
    path: DatasetPath,
    mut asking: Asking<'_>,
    policy: &str,
) -> Result<Response, Problem> {
    let question = Question::new(path, &mut asking, policy)?;
    let Asked { facts, query: question, unknown, .. } = asking.asked("/datasets/schema/versions", question);
    let until = state.deadline().deadline();
    let mut made = None;
    let load = async {
        let (dataset, saved) = question.save(state, facts, until).await?;
        made = (!saved.unchanged).then_some(saved.version.version);
        let mut document = VersionDocument::from(&saved.version);
        document.unchanged = Some(saved.unchanged);
        document.warnings.extend(dataset.warnings.iter().map(Into::into));
        document.warnings.extend(unknown);
        Ok(Loaded::json(&document, &document.warnings)?.never_kept())
    };
    let reply = state.answer_once(load).await?;
    Ok(match made {
        // Relative, so that it holds wherever the router is nested.
        Some(number) => {
            (StatusCode::CREATED, [(header::LOCATION, format!("versions/{number}"))], reply).into_response()
        }
        None => reply.into_response(),
    })
}
