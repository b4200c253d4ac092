use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::{BoxFuture, FutureExt};
use futures_util::stream::FuturesUnordered;

use super::answer::Answer;
use super::facts::Facts;
use super::report::{Search, look};
use super::script::{MAX_SCRIPTS, read};
use super::shared::{BUCKET_CALLS, Shared};
use super::stage::Stage;
use super::{CollectError, ExecutionChoice, LineageQuery};
use crate::graph::LineageGraph;
use crate::source::Execution;
use crate::{BucketName, Observed};

/// How many calls the endpoints of one model count as: a search, and a description.
const ENDPOINT_CALLS: usize = 2;

/// What is being collected: calls under way, and what they told so far.
///
/// Each stage plans its calls when everything that it needs is answered. So neither which calls are made nor which
/// ones the budget leaves out depends on the order of answers.
pub(super) struct Collection<'a, 's> {
    pub(super) calls: FuturesUnordered<BoxFuture<'a, (Stage, Answer)>>,
    pub(super) facts: Facts,
    shared: &'a Shared<'s>,
    query: &'a LineageQuery,
    /// The stage whose calls are answered next.
    stage: Stage,
    /// How many calls of each stage are not answered yet.
    open: BTreeMap<Stage, usize>,
    /// The reports that were not found yet.
    searches: Vec<Search>,
    /// How many calls may still be planned for this pipeline.
    left: usize,
}

impl<'a, 's: 'a> Collection<'a, 's> {
    pub(super) fn start(shared: &'a Shared<'s>, query: &'a LineageQuery) -> Result<Self, CollectError> {
        let mut collection = Self {
            calls: FuturesUnordered::new(),
            facts: Facts::default(),
            shared,
            query,
            stage: Stage::Found,
            open: BTreeMap::new(),
            searches: Vec::new(),
            left: query.budget,
        };
        let (source, region) = (shared.source, shared.region);
        collection.ask(Stage::Found, 1, async { Answer::Pipeline(source.pipeline(region, &query.pipeline).await) });
        if query.offline_stores {
            collection.ask_offline_stores();
        }
        if query.asks_domain() {
            collection.ask(Stage::Told, 1, async { Answer::Domains(source.domains(region).await) });
        }
        match &query.execution {
            ExecutionChoice::Latest => {
                collection.ask(Stage::Found, 1, async {
                    Answer::Latest(source.executions(region, &query.pipeline, 1).await)
                });
            }
            ExecutionChoice::Named(arn) if arn.starts_with("arn:") => {
                if !is_of_pipeline(arn, query) {
                    return Err(CollectError::ExecutionNotFound { execution: arn.clone() });
                }
                collection.facts.start_execution(Execution { arn: arn.clone(), ..Execution::default() });
                collection.ask_execution();
            }
            ExecutionChoice::Named(id) if !is_id(id) => {
                return Err(CollectError::ExecutionNotFound { execution: id.chars().take(80).collect() });
            }
            // The ARN takes the pipeline's.
            ExecutionChoice::None | ExecutionChoice::Named(_) => {}
        }
        Ok(collection)
    }

    /// Plans what takes so many calls and `stage` waits for, if the budget holds it; says whether it does.
    fn ask(&mut self, stage: Stage, calls: usize, call: impl Future<Output = Answer> + Send + 'a) -> bool {
        let is_held = self.left >= calls && self.shared.take(calls);
        if is_held {
            self.plan(stage, calls, call);
        } else {
            self.facts.left_out += calls;
        }
        is_held
    }

    fn plan(&mut self, stage: Stage, cost: usize, call: impl Future<Output = Answer> + Send + 'a) {
        self.left -= cost;
        *self.open.entry(stage).or_default() += 1;
        self.calls.push(call.map(move |answer| (stage, answer)).boxed());
    }

    /// Takes an answer, and plans what follows from it.
    pub(super) fn take(&mut self, (stage, answer): (Stage, Answer)) -> Result<(), CollectError> {
        self.facts.note(answer, self.query)?;
        // A pipeline of another domain is not worth more calls.
        if self.query.asks_domain() && self.facts.is_domain_told() {
            self.facts.domain(self.query)?;
            if let Some(error) = self.facts.unreadable.take() {
                return Err(error.into());
            }
        }
        if let Some(open) = self.open.get_mut(&stage) {
            *open -= 1;
        }
        self.advance();
        Ok(())
    }

    /// Goes on to the stage whose calls are not all answered.
    fn advance(&mut self) {
        while self.open.range(..=self.stage).all(|(_, open)| *open == 0) {
            match self.stage {
                Stage::Found => self.found(),
                Stage::Ran => self.ran(),
                Stage::Worked => self.ask_model_packages(Stage::Made),
                Stage::Made => self.made(),
                Stage::Stored => self.stored(),
                Stage::Read => {
                    if self.ask_reports() {
                        continue;
                    }
                }
                Stage::Told => {}
            }
            match self.stage.next() {
                Some(next) => self.stage = next,
                None => break,
            }
        }
    }

    fn ask_offline_stores(&mut self) {
        match (self.left >= 1).then(|| self.shared.offline_stores()).flatten() {
            Some(call) => self.plan(Stage::Stored, 1, async { Answer::OfflineStores(call.await) }),
            None => self.facts.left_out += 1,
        }
    }

    fn found(&mut self) {
        if let ExecutionChoice::Named(id) = &self.query.execution
            && let Some(pipeline) = &self.facts.pipeline
            && self.facts.execution_arn().is_none()
        {
            let arn = format!("{}/execution/{id}", pipeline.arn);
            self.facts.start_execution(Execution { arn, ..Execution::default() });
        }
        self.facts.bind_pipeline();
        // An execution that was named by its ARN was asked about at once.
        if !matches!(&self.query.execution, ExecutionChoice::Named(arn) if arn.starts_with("arn:")) {
            self.ask_execution();
        }
        if let (true, Some(pipeline)) = (self.query.asks_domain(), &self.facts.pipeline)
            && pipeline.tags == Observed::NotRead
        {
            let (source, region, arn) = (self.shared.source, self.shared.region, pipeline.arn.clone());
            self.ask(Stage::Told, 1, async move { Answer::Tags(source.tags(region, &arn).await) });
        }
        self.ask_buckets(self.facts.named_buckets());
    }

    fn ask_execution(&mut self) {
        let (source, region) = (self.shared.source, self.shared.region);
        let Some(arn) = self.facts.execution_arn().map(str::to_owned) else { return };
        let (a, b, c, d) = (arn.clone(), arn.clone(), arn.clone(), arn);
        self.ask(Stage::Ran, 1, async move { Answer::Execution(source.execution(region, &a).await) });
        self.ask(Stage::Ran, 1, async move { Answer::Definition(source.definition(region, &b).await) });
        self.ask(Stage::Ran, 1, async move { Answer::Parameters(source.parameters(region, &c).await) });
        self.ask(Stage::Ran, 1, async move { Answer::Steps(source.steps(region, &d).await) });
    }

    fn ran(&mut self) {
        let (source, region) = (self.shared.source, self.shared.region);
        for (kind, arn) in self.facts.jobs_to_ask() {
            self.ask(Stage::Worked, 1, async move {
                let job = source.job(region, kind, &arn).await;
                Answer::Job(arn, job)
            });
        }
        for arn in self.facts.models_to_ask() {
            self.ask(Stage::Worked, 1, async move {
                let model = source.model(region, &arn).await;
                Answer::Model(arn, model)
            });
        }
        self.ask_model_packages(Stage::Worked);
        self.ask_buckets(self.facts.named_buckets());
    }

    fn ask_model_packages(&mut self, stage: Stage) {
        let (source, region) = (self.shared.source, self.shared.region);
        for arn in self.facts.model_packages_to_ask() {
            self.ask(stage, 1, async move {
                let package = source.model_package(region, &arn).await;
                Answer::ModelPackage(arn, package)
            });
        }
    }

    fn made(&mut self) {
        let buckets = self.facts.graph().map(LineageGraph::bucket_names);
        self.ask_buckets(buckets.unwrap_or_default());
        if self.query.reports {
            let places = self.facts.graph().map(LineageGraph::report_places).unwrap_or_default();
            self.searches = places.into_iter().map(Search::from).collect();
            self.ask_reports();
        }
        if self.query.deployments {
            self.ask_endpoints();
        }
        if self.query.columns {
            self.ask_scripts();
        }
    }

    fn stored(&mut self) {
        let buckets = self.facts.placed_graph().map(LineageGraph::bucket_names);
        self.ask_buckets(buckets.unwrap_or_default());
    }

    /// Reads the first scripts, each once.
    fn ask_scripts(&mut self) {
        let scripts: Vec<_> = self.facts.graph().into_iter().flat_map(LineageGraph::scripts).collect();
        let mut asked = BTreeSet::new();
        for script in scripts {
            if asked.len() < MAX_SCRIPTS && asked.insert(script.uri.clone()) {
                let shared = self.shared;
                self.ask(Stage::Told, 1, async move {
                    let text = read(shared, &script.uri).await;
                    Answer::Script(script.uri, text)
                });
            }
        }
    }

    fn ask_endpoints(&mut self) {
        let (source, region) = (self.shared.source, self.shared.region);
        for model in self.facts.graph().map(LineageGraph::served_models).unwrap_or_default() {
            self.ask(Stage::Told, ENDPOINT_CALLS, async move {
                let endpoints = source.endpoints(region, &model).await;
                Answer::Endpoints(model, endpoints)
            });
        }
    }

    /// Looks for each report that is not found yet in its next place; says whether there is any.
    fn ask_reports(&mut self) -> bool {
        let shared = self.shared;
        for mut search in std::mem::take(&mut self.searches) {
            if self.facts.found_reports.contains(&search.step) {
                continue;
            }
            let Some(place) = search.places.next() else { continue };
            let step = search.step.clone();
            if self.ask(Stage::Read, 1, async move { Answer::Report(step, look(shared, place).await) }) {
                self.searches.push(search);
            }
        }
        !self.searches.is_empty()
    }

    /// Asks about buckets that were not asked about before.
    fn ask_buckets(&mut self, buckets: BTreeSet<BucketName>) {
        let buckets = Some(buckets).filter(|_| self.query.posture).into_iter().flatten();
        for name in buckets.filter(|name| !self.facts.buckets.contains_key(name)).collect::<Vec<_>>() {
            self.facts.buckets.insert(name.clone(), Observed::NotRead);
            let affordable = self.left >= BUCKET_CALLS;
            match affordable.then(|| self.shared.bucket(&name)).flatten() {
                Some(call) => self.plan(Stage::Told, BUCKET_CALLS, async { Answer::Bucket(name, call.await) }),
                None => self.facts.left_out += BUCKET_CALLS,
            }
        }
    }
}

/// Whether an ARN is of an execution of the pipeline that was asked for: ARNs hold its name in lower case.
fn is_of_pipeline(arn: &str, query: &LineageQuery) -> bool {
    let mut fields = arn.splitn(6, ':');
    let (service, region) = (fields.nth(2), fields.next());
    let resource = fields.nth(1).unwrap_or_default();
    let expected = format!("pipeline/{}/execution/", query.pipeline.as_str().to_ascii_lowercase());
    let id = resource.to_ascii_lowercase().strip_prefix(&expected).map(str::to_owned);
    service == Some("sagemaker") && region == Some(query.region.as_str()) && id.is_some_and(|id| is_id(&id))
}

/// Whether a text has the form of an execution's id.
fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}
