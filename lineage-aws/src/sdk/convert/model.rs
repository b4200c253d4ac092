use std::collections::BTreeMap;

use aws_sdk_sagemaker::operation::describe_model::DescribeModelOutput;
use aws_sdk_sagemaker::operation::describe_model_package::DescribeModelPackageOutput;
use aws_sdk_sagemaker::types;
use lineage_model::source::{JobData, Model, ModelPackage, job_ports};

use super::{time, word};

pub(in crate::sdk) fn model(told: DescribeModelOutput) -> Model {
    let mut model = Model {
        arn: told.model_arn.unwrap_or_default(),
        name: told.model_name.unwrap_or_default(),
        created: time(told.creation_time),
        ..Model::default()
    };
    for container in told.primary_container.into_iter().chain(told.containers.into_iter().flatten()) {
        model.model_data.extend(model_data(container.model_data_url, container.model_data_source));
        model.additional_model_data.extend(additional(container.additional_model_data_sources));
        model.model_packages.extend(container.model_package_name);
    }
    model
}

pub(in crate::sdk) fn model_package(told: DescribeModelPackageOutput) -> ModelPackage {
    let containers = told.inference_specification.and_then(|specification| specification.containers);
    let (mut data, mut more) = (Vec::new(), Vec::new());
    for container in containers.into_iter().flatten() {
        data.extend(model_data(container.model_data_url, container.model_data_source));
        more.extend(additional(container.additional_model_data_sources));
    }
    let mut reports = BTreeMap::new();
    if let Some(metrics) = told.model_metrics {
        model_metrics(&mut reports, metrics);
    }
    if let Some(baselines) = told.drift_check_baselines {
        drift_check_baselines(&mut reports, baselines);
    }
    ModelPackage {
        arn: told.model_package_arn.unwrap_or_default(),
        group_name: told.model_package_group_name,
        version: told.model_package_version,
        status: word(told.model_package_status),
        approval_status: word(told.model_approval_status),
        model_data: data,
        additional_model_data: more,
        reports,
        created: time(told.creation_time),
    }
}

/// The service tells the same place as `ModelDataUrl` and as `ModelDataSource`.
fn model_data(url: Option<String>, source: Option<types::ModelDataSource>) -> Option<String> {
    url.or_else(|| source?.s3_data_source?.s3_uri)
}

fn additional(told: Option<Vec<types::AdditionalModelDataSource>>) -> impl Iterator<Item = JobData> {
    told.into_iter().flatten().filter_map(|source| {
        let s3 = source.s3_data_source?;
        let name = source.channel_name.unwrap_or_else(|| job_ports::ADDITIONAL_MODEL_DATA.to_owned());
        Some(JobData { name, uri: s3.s3_uri?, s3_data_type: word(s3.s3_data_type), feature_group: None })
    })
}

fn model_metrics(reports: &mut BTreeMap<String, String>, told: types::ModelMetrics) {
    let mut add = |path: &str, source: Option<types::MetricsSource>| {
        reports.extend(source.and_then(|source| Some((format!("ModelMetrics.{path}"), source.s3_uri?))));
    };
    if let Some(quality) = told.model_quality {
        add("ModelQuality.Statistics", quality.statistics);
        add("ModelQuality.Constraints", quality.constraints);
    }
    if let Some(quality) = told.model_data_quality {
        add("ModelDataQuality.Statistics", quality.statistics);
        add("ModelDataQuality.Constraints", quality.constraints);
    }
    if let Some(bias) = told.bias {
        add("Bias.Report", bias.report);
        add("Bias.PreTrainingReport", bias.pre_training_report);
        add("Bias.PostTrainingReport", bias.post_training_report);
    }
    if let Some(explainability) = told.explainability {
        add("Explainability.Report", explainability.report);
    }
}

fn drift_check_baselines(reports: &mut BTreeMap<String, String>, told: types::DriftCheckBaselines) {
    let mut add = |path: &str, uri: Option<String>| {
        reports.extend(uri.map(|uri| (format!("DriftCheckBaselines.{path}"), uri)));
    };
    let metrics = |source: Option<types::MetricsSource>| source.and_then(|source| source.s3_uri);
    let file = |source: Option<types::FileSource>| source.and_then(|source| source.s3_uri);
    if let Some(bias) = told.bias {
        add("Bias.ConfigFile", file(bias.config_file));
        add("Bias.PreTrainingConstraints", metrics(bias.pre_training_constraints));
        add("Bias.PostTrainingConstraints", metrics(bias.post_training_constraints));
    }
    if let Some(explainability) = told.explainability {
        add("Explainability.Constraints", metrics(explainability.constraints));
        add("Explainability.ConfigFile", file(explainability.config_file));
    }
    if let Some(quality) = told.model_quality {
        add("ModelQuality.Statistics", metrics(quality.statistics));
        add("ModelQuality.Constraints", metrics(quality.constraints));
    }
    if let Some(quality) = told.model_data_quality {
        add("ModelDataQuality.Statistics", metrics(quality.statistics));
        add("ModelDataQuality.Constraints", metrics(quality.constraints));
    }
}
