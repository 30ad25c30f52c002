"""Microsoft's JSON schema of the manifest, copied from the npm package @microsoft/app-manifest 1.1.2 (MIT)."""
