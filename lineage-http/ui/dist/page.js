document.querySelector("#root").textContent = "SageMaker lineage";
