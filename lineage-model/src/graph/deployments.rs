use std::collections::{BTreeMap, BTreeSet};

use super::{Edge, LineageGraph, Node, Via};
use crate::definition::StepType;
use crate::source::{Endpoint, ServedModel, StepMetadata};
use crate::{Observed, redact};

/// What a node that is no step of the pipeline stands for: an endpoint, or the configuration of one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Deployment {
    /// The name.
    pub name: String,
    /// The ARN, as far as it is told.
    pub arn: Option<String>,
    /// The endpoint's status.
    pub status: Option<String>,
}

impl LineageGraph {
    /// What the execution made that endpoints may serve: its models and its model packages.
    #[must_use]
    pub fn served_models(&self) -> BTreeSet<ServedModel> {
        self.nodes.iter().flat_map(models_of).collect()
    }

    /// The same graph with the endpoints that serve what the execution made: each is a node behind its configuration,
    /// and that one behind the steps that made the models.
    #[must_use]
    pub fn apply_deployments(mut self, endpoints: &BTreeMap<ServedModel, Observed<Vec<Endpoint>>>) -> Self {
        let mut nodes = Vec::new();
        let mut by_id = BTreeMap::new();
        let mut edges = BTreeSet::new();
        let steps = self.nodes.len();
        let mut find = |step_type: StepType, prefix: &str, deployment: Deployment| {
            *by_id.entry(format!("{prefix}:{}", deployment.name)).or_insert_with_key(|id| {
                nodes.push(node(id, step_type, deployment));
                steps + nodes.len() - 1
            })
        };
        for (step, model) in self.nodes.iter().enumerate().flat_map(|(at, step)| models_of(step).map(move |m| (at, m)))
        {
            for endpoint in endpoints.get(&model).and_then(Observed::value).into_iter().flatten() {
                let config = endpoint.config_name.value().map(|name| {
                    let config = Deployment { name: masked(name), ..Deployment::default() };
                    find(StepType::EndpointConfig, "endpoint-config", config)
                });
                let arn = Some(endpoint.arn.clone()).filter(|arn| !arn.is_empty());
                let deployed = Deployment { name: masked(&endpoint.name), arn, status: endpoint.status.clone() };
                let endpoint = find(StepType::Endpoint, "endpoint", deployed);
                edges.extend(config.map(|config| (step, config)));
                edges.insert((config.unwrap_or(step), endpoint));
            }
        }
        self.nodes.extend(nodes);
        self.edges.extend(edges.into_iter().map(|(from, to)| Edge { from, to, via: Via::Deployment, label: None }));
        self.edges.sort();
        self.diagnostics.extend(endpoints.values().filter_map(Observed::gap_diagnostic));
        // One endpoint may serve several of the models.
        let found = endpoints.values().filter_map(Observed::value).flatten();
        let by_name: BTreeMap<_, _> = found.map(|endpoint| (&endpoint.name, endpoint)).collect();
        self.diagnostics.extend(by_name.values().filter_map(|endpoint| endpoint.config_name.gap_diagnostic()));
        self
    }
}

/// The models and model packages that a step made, its children's too.
fn models_of(node: &Node) -> impl Iterator<Item = ServedModel> {
    node.run.iter().chain(&node.runs).filter_map(|run| match &run.step.metadata {
        StepMetadata::Model { .. } => run.model_name.clone().map(ServedModel::Model),
        StepMetadata::RegisterModel { arn } => Some(ServedModel::Package(arn.clone())),
        _ => run.job.value()?.output_model_package_arn.clone().map(ServedModel::Package),
    })
}

/// A name becomes part of an id.
fn masked(name: &str) -> String {
    redact::text(name).into_owned()
}

fn node(id: &str, step_type: StepType, deployment: Deployment) -> Node {
    Node {
        id: id.to_owned(),
        step_type,
        display_name: deployment.name.clone(),
        parent: None,
        inputs: Vec::new(),
        outputs: Vec::new(),
        run: None,
        runs: Vec::new(),
        model_package: None,
        deployment: Some(deployment),
    }
}
