from articles.admin import articles, furniture, photos

__all__ = ["articles", "furniture", "photos"]
