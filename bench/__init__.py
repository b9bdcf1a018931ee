"""What Huifang costs against the same thing written bare on the SDK; see docs/benchmarks.md."""
