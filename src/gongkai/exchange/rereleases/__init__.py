"""批量重新发布: what is public and cleared is sent to the portal once more, limited, in the background."""
