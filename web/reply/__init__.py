"""What does a program get? Every reply of the API, export and JSON line is a struct that is declared here.

A struct names its fields, with a sentence and a type for each, and a function makes it from what the engine or a run
answers. Schema, API description and `docs/api.md` are read off the structs. Fields are only added: what stands here
for one release stands in the next one (`tests/web/api_fields.json` pins it).
"""
