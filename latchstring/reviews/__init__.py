"""Going through who has access, and the signed evidence that it was done."""
