"""What does a reader see in the browser? The pages, their parts, and the application that serves them."""
