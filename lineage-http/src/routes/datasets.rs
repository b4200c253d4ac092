//! `/datasets/{bucket}/{prefix…}/schema`: what a prefix holds, and what it held before.

use std::future::Future;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, RawQuery, State};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use lineage_model::source::LineageSource;
use lineage_model::{BucketName, Code, Region};
use lineage_schema::store::{SaveRequest, Saved};
use lineage_schema::{BucketObjects, Dataset, DatasetId, InferOptions, Location, Policy, infer_until};
use tokio::time::{Instant, sleep_until, timeout, timeout_at};

use crate::asking::{Asked, Asking};
use crate::dataset_path::{DatasetPath, Part, decimal};
use crate::datasets::{DatasetDocument, DiffDocument, SavedDocument, VersionDocument, items};
use crate::params::{Params, printable};
use crate::problem::Problem;
use crate::reply::{Loaded, Reply};
use crate::state::AppState;

/// How large a policy may be, in bytes.
const LARGEST_POLICY: usize = 64 << 10;

/// All that is below `/datasets`: the router cannot tell a prefix from what stands behind it.
pub(super) fn route() -> MethodRouter<AppState> {
    get(read).post(save).layer(DefaultBodyLimit::max(LARGEST_POLICY))
}

async fn read(State(state): State<AppState>, uri: Uri, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let path = path(&state, &uri)?;
    let asking = Asking::new(&state, query.as_deref())?;
    match path.part {
        Part::Schema => schema(&state, path, asking).await.map(IntoResponse::into_response),
        Part::Versions => list(&state, &path, asking).await,
        Part::Version(number) => one(&state, &path, number, asking).await.map(IntoResponse::into_response),
        Part::Diff => compare(&state, &path, asking).await.map(IntoResponse::into_response),
    }
}

/// `GET …/schema`: the schema as it is now.
async fn schema(state: &AppState, path: DatasetPath, mut asking: Asking<'_>) -> Result<Reply, Problem> {
    let policy = asking.params.text("policy")?.unwrap_or_default();
    let save = asking.params.flag("save")?.unwrap_or(false);
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

/// `POST …/schema/versions`: saves the schema as it is now.
async fn save(
    State(state): State<AppState>,
    uri: Uri,
    RawQuery(query): RawQuery,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let path = path(&state, &uri)?;
    if path.part != Part::Versions {
        let mut response = Problem::from_status(StatusCode::METHOD_NOT_ALLOWED).into_response();
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET,HEAD"));
        return Ok(response);
    }
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "a policy has at most 64 KiB"),
        status => Problem::from_status(status),
    })?;
    let policy = str::from_utf8(&body).map_err(|_| Problem::bad_request("the policy is not UTF-8"))?;
    let mut asking = Asking::new(&state, query.as_deref())?;
    let question = Question::new(path, &mut asking, policy)?;
    let Asked { facts, query: question, unknown, .. } = asking.asked("/datasets/schema/versions", question);
    let until = state.deadline().deadline();
    let mut made = None;
    let load = async {
        let (dataset, saved) = question.save(&state, facts, until).await?;
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

/// `GET …/schema/versions/{n}`: one version.
async fn one(state: &AppState, path: &DatasetPath, number: u64, mut asking: Asking<'_>) -> Result<Reply, Problem> {
    asking.any_region()?;
    let unknown = asking.params.unknown();
    let store = &*state.schemas;
    let load = async {
        let version =
            in_time(state, async { Ok(store.version(path.location.kept(store).await?, number).await?) }).await?;
        let mut document = VersionDocument::from(&version.ok_or_else(Problem::no_dataset)?);
        document.warnings.extend(unknown);
        Loaded::json(&document, &document.warnings)
    };
    state.answer_once(load).await
}

/// `GET …/schema/diff`: what changed from one version to another.
async fn compare(state: &AppState, path: &DatasetPath, mut asking: Asking<'_>) -> Result<Reply, Problem> {
    asking.any_region()?;
    let (from, to) = (number(&mut asking.params, "from")?, number(&mut asking.params, "to")?);
    let unknown = asking.params.unknown();
    let load = async {
        let pair = in_time(state, async { Ok(path.location.pair(&*state.schemas, from, to).await?) }).await?;
        let (from, to) = pair.ok_or_else(Problem::no_dataset)?;
        let mut document = DiffDocument::new(from.as_ref(), &to);
        document.warnings.extend(unknown);
        Loaded::json(&document, &document.warnings)
    };
    state.answer_once(load).await
}

/// `GET …/schema/versions`: what was saved, newest first.
async fn list(state: &AppState, path: &DatasetPath, mut asking: Asking<'_>) -> Result<Response, Problem> {
    asking.any_region()?;
    let limit = match asking.params.text("limit")? {
        None => 100,
        Some(text) => match text.parse() {
            Ok(limit @ 1..=1000) => limit,
            _ => {
                let message = format!("limit '{}' is no number from 1 to 1000", printable(&text));
                return Err(Problem::bad_request(message));
            }
        },
    };
    let before = match asking.params.text("cursor")? {
        None => None,
        Some(text) => {
            let cursor = decimal(&text);
            Some(cursor.ok_or_else(|| Problem::bad_request("cursor is not one that this server gave"))?)
        }
    };
    let mut next = None;
    let load = async {
        let store = &*state.schemas;
        let page = in_time(state, async { Ok(store.versions(path.location.kept(store).await?, limit, before).await?) })
            .await?;
        if before.is_none() && page.versions.is_empty() && page.corrupt.is_empty() {
            return Err(Problem::no_dataset());
        }
        next = page.next;
        Loaded::json(&items(&page), [])
    };
    let reply = state.answer_once(load).await?;
    Ok(match next {
        // Relative, as `Location`.
        Some(next) => {
            ([(header::LINK, format!("<?limit={limit}&cursor={next}>; rel=\"next\""))], reply).into_response()
        }
        None => reply.into_response(),
    })
}

/// What a path names, if it may be asked about.
fn path(state: &AppState, uri: &Uri) -> Result<DatasetPath, Problem> {
    // As the client sent it, less what the router is nested under.
    let path = DatasetPath::parse(uri.path())?;
    if state.config.allows_bucket(&path.bucket) { Ok(path) } else { Err(Problem::no_dataset()) }
}

/// A question about the schema of a dataset as it is now.
#[derive(Debug)]
struct Question {
    bucket: BucketName,
    location: Location,
    region: Region,
    policy: Policy,
    options: InferOptions,
}

impl Question {
    fn new(path: DatasetPath, asking: &mut Asking<'_>, policy: &str) -> Result<Self, Problem> {
        let policy = if policy.trim().is_empty() { "{}" } else { policy };
        let policy = Policy::parse(policy).map_err(|error| Problem::bad_request(error.to_string()))?;
        let mut options = InferOptions::from(&policy);
        if let Some(text) = asking.params.text("maxFiles")? {
            options.max_files = match text.parse() {
                Ok(count @ 1..=Policy::MOST_FILES) => count,
                _ => {
                    let message = format!("maxFiles '{}' is no number from 1 to 50", printable(&text));
                    return Err(Problem::bad_request(message));
                }
            };
        }
        Ok(Self { bucket: path.bucket, location: path.location, region: asking.region()?, policy, options })
    }

    /// The schema as it is now, and whose it is: that of a prefix, or of the one object of that name.
    async fn infer(&self, facts: Arc<dyn LineageSource>, until: Instant) -> Result<(&DatasetId, Dataset), Problem> {
        let objects = BucketObjects { source: facts, region: self.region.clone(), bucket: self.bucket.clone() };
        let dataset = infer_until(&objects, self.location.id().key(), &self.options, sleep_until(until)).await?;
        Ok((self.location.id_of(&dataset), dataset))
    }

    async fn save(
        self,
        state: &AppState,
        facts: Arc<dyn LineageSource>,
        until: Instant,
    ) -> Result<(Dataset, Saved), Problem> {
        if state.config.read_only {
            return Err(Problem::new(StatusCode::FORBIDDEN, "this server saves no versions"));
        }
        let now = state.config.clock.now().ok_or_else(|| Problem::internal("the clock stands before 1970"))?;
        let (id, dataset) = self.infer(facts, until).await?;
        // What a part of the sample tells would be a version that says less than the one before.
        if dataset.warnings.iter().any(|warning| warning.code == Code::Deadline) {
            return Err(Problem::too_late());
        }
        let request = SaveRequest::new(&dataset, self.policy.clone(), now);
        let saved = timeout_at(until, state.schemas.save(id, request)).await;
        Ok((dataset, saved.map_err(|_| Problem::store_too_late())??))
    }
}

/// A parameter that numbers a version.
fn number(params: &mut Params, name: &str) -> Result<Option<u64>, Problem> {
    let Some(text) = params.text(name)? else { return Ok(None) };
    match decimal(&text) {
        Some(number @ 1..) => Ok(Some(number)),
        _ => Err(Problem::bad_request(format!("{name} '{}' is no number of a version", printable(&text)))),
    }
}

/// What the store answers, if it does in time.
async fn in_time<T>(state: &AppState, work: impl Future<Output = Result<T, Problem>>) -> Result<T, Problem> {
    timeout(state.config.deadline, work).await.unwrap_or_else(|_| Err(Problem::store_too_late()))
}
