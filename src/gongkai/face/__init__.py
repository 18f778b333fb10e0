"""The design language of desk and portal: tokens, components, tags, charts; imports nothing of ours."""
