"""The only home of sentences: keys and values from below become English, German or French here, and nowhere else."""
