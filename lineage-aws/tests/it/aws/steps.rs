use lineage_model::source::ExecutionSource;
use serde_json::{Value, json};

use super::{EXECUTION, region};
use crate::fake::{Answer, FakeAws};

#[tokio::test(start_paused = true)]
async fn steps_of_all_pages() {
    let aws = FakeAws::new();
    aws.handle("ListPipelineExecutionSteps", |call| {
        assert_eq!((call.text("SortOrder"), &call.body["MaxResults"]), ("Ascending", &json!(100)));
        match call.text("NextToken") {
            "" => Answer::json(json!({"PipelineExecutionSteps": [full_step()], "NextToken": "1"})),
            _ => Answer::json(json!({"PipelineExecutionSteps": [{"StepName": "Train", "StepStatus": "Succeeded"}]})),
        }
    });
    let steps = aws.source().steps(&region(), EXECUTION).await.unwrap();
    insta::assert_json_snapshot!(steps);
}

/// Every member of the union of step metadata that the API has.
#[tokio::test(start_paused = true)]
async fn metadata_of_every_kind_of_step() {
    let check = json!({
        "CheckType": "DATA_QUALITY", "CheckJobArn": "arn:check", "ViolationReport": "s3://b/violations.json",
        "CalculatedBaselineConstraints": "s3://b/new/constraints.json",
        "BaselineUsedForDriftCheckConstraints": "s3://b/old/constraints.json",
        "ModelPackageGroupName": "churn", "SkipCheck": false, "RegisterNewBaseline": true
    });
    let mut quality = check.clone();
    quality["CalculatedBaselineStatistics"] = "s3://b/new/statistics.json".into();
    quality["BaselineUsedForDriftCheckStatistics"] = "s3://b/old/statistics.json".into();
    let outputs = json!([{"Name": "rows", "Value": "12"}]);
    let arn = json!({"Arn": "arn:aws:sagemaker:eu-west-1:111122223333:thing/name"});
    let mut members = json!({
        "Condition": {"Outcome": "True"},
        "Callback": {"CallbackToken": "must-not-show", "SqsQueueUrl": "https://sqs/q", "OutputParameters": outputs},
        "Lambda": {"Arn": "arn:lambda", "OutputParameters": outputs},
        "EMR": {"ClusterId": "j-1", "StepId": "s-1", "StepName": "spark", "LogFilePath": "s3://b/logs"},
        "EMRServerless": {"ApplicationId": "a-1", "JobRunId": "r-1", "JobRunName": "run", "LogFilePath": "s3://b/l"},
        "QualityCheck": quality,
        "ClarifyCheck": check,
        "Fail": {"ErrorMessage": "AUC too low"},
        "Lineage": {
            "ActionArns": {"approve": "arn:action"}, "ArtifactArns": {"model": "arn:artifact"},
            "ContextArns": {"churn": "arn:context"},
            "Associations": [{"SourceArn": "arn:artifact", "DestinationArn": "arn:context"}]
        },
        "Athena": {"QueryExecutionId": "q-1", "S3OutputLocation": "s3://b/athena/q-1.csv"},
        "Cleanup": {
            "CleanedSteps": ["Prepare", "Join"], "SkippedSteps": ["Train"],
            "FailedSteps": [{"StepName": "Evaluate", "ErrorCode": "AccessDenied", "ErrorMessage": "no"}]
        },
        "ForEach": {"Status": "Succeeded", "InputItemCount": 3, "TotalStepCount": 6, "SucceededStepCount": 4,
            "FailedStepCount": 2, "StoppedStepCount": 0, "Selector": {"StepName": "Train", "Index": 1}},
        "OfTomorrow": {"Arn": "arn:x"}
    });
    for name in [
        "TrainingJob",
        "ProcessingJob",
        "TransformJob",
        "TuningJob",
        "AutoMLJob",
        "Model",
        "RegisterModel",
        "Endpoint",
        "EndpointConfig",
        "InferenceComponent",
        "BedrockCustomModel",
        "BedrockCustomModelDeployment",
        "BedrockProvisionedModelThroughput",
        "BedrockModelImport",
        "Job",
    ] {
        members[name] = arn.clone();
    }
    let steps: Vec<_> = members
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, member)| json!({"StepName": name, "Metadata": {name: member}}))
        .collect();
    let aws = FakeAws::new();
    aws.answer("ListPipelineExecutionSteps", json!({"PipelineExecutionSteps": steps}));
    let steps = aws.source().steps(&region(), EXECUTION).await.unwrap();
    let shown: std::collections::BTreeMap<_, _> =
        steps.iter().map(|step| (&step.name, serde_json::to_value(&step.metadata).unwrap())).collect();
    insta::assert_json_snapshot!(shown);
}

fn full_step() -> Value {
    json!({
        "StepName": "Train-1",
        "StepDisplayName": "Train it",
        "StepStatus": "Napping",
        "StartTime": 1_767_225_600.5,
        "EndTime": 1_767_225_700,
        "FailureReason": "because",
        "AttemptCount": 2,
        "CacheHitResult": {"SourcePipelineExecutionArn": "arn:cached"},
        "SelectiveExecutionResult": {"SourcePipelineExecutionArn": "arn:selected"},
        "IterationContext": {"ParentStepName": "Each", "Index": 1, "Item": "eu"},
        "Metadata": {"TrainingJob": {"Arn": "arn:aws:sagemaker:eu-west-1:111122223333:training-job/t"}}
    })
}
